"""The basic feelings a text can speak of."""

from typing import Literal, get_args

Basic = Literal["joy", "sadness", "anger", "disgust", "fear", "surprise", "neutral"]
"""Ekman's six and none of them, as most labelled collections name them."""

BASICS: tuple[Basic, ...] = get_args(Basic)
