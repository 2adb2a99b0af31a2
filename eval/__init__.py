"""Measures pullquote on the development corpora: ``python -m eval``; see eval/README.md."""
