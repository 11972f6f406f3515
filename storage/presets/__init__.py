"""The cast of Mio: 25 Character Cards V3, their own part under `extensions.miolumi`."""
