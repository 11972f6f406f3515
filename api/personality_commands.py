"""The commands `miolumi personality`: who Lumi has become."""

import rich_click as click


@click.group()
def personality() -> None:
    """See who Lumi has become, change it, or bring back who it was."""
