"""To and from other tools: spaCy, CoNLL-U, W3C Web Annotation, displaCy, JSON with a schema.

Input and output are single documents (``pq.Document``, or the ``StoredDocument`` that is read back). Every
format holds code points into the untouched text. What each holds and what it leaves out: docs/interchange.md.
"""

from pullquote.interchange._annotations import from_annotations, to_annotations
from pullquote.interchange._conllu_in import from_conllu
from pullquote.interchange._conllu_out import to_conllu
from pullquote.interchange._displacy import to_displacy
from pullquote.interchange._spacy_in import from_spacy
from pullquote.interchange._spacy_out import to_spacy
from pullquote.interchange.schema import document_schema
from pullquote.interchange.stored import StoredDocument, from_dict, from_json

__all__ = [
    "StoredDocument",
    "document_schema",
    "from_annotations",
    "from_conllu",
    "from_dict",
    "from_json",
    "from_spacy",
    "to_annotations",
    "to_conllu",
    "to_displacy",
    "to_spacy",
]
