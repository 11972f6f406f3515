"""Prompts as Markdown files, one folder a language, and the function that fills them in."""
