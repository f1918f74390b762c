"""Info names a person and an e-mail address."""

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.info["Author"] = "Une personne, personne@example.org"
