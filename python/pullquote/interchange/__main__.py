"""``python -m pullquote.interchange > docs/schema/document.schema.json``."""

import json

from pullquote.interchange.schema import document_schema

if __name__ == "__main__":
    print(json.dumps(document_schema(), indent=2, ensure_ascii=False))
