"""The file is encrypted, although it opens without a password."""

import pikepdf

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.save["encryption"] = pikepdf.Encryption(owner="o", user="", R=4, aes=False, metadata=False)
    draft.save.pop("static_id")
