"""Every table of the desk, gathered: what migrations and tests need to know. It holds none of its own."""

from sqlalchemy import MetaData

from journal_app.accounts import model as accounts
from journal_app.activity import model as activity
from journal_app.bat import model as bat
from journal_app.budget import model as budget
from journal_app.cards import model as cards
from journal_app.consent import model as consent
from journal_app.db import Base
from journal_app.distribution import model as distribution
from journal_app.flatplan import model as flatplan
from journal_app.freeze import model as freeze
from journal_app.funding import model as funding
from journal_app.glossary import model as glossary
from journal_app.hand_off import model as hand_off
from journal_app.issues import model as issues
from journal_app.jobs import model as jobs
from journal_app.media import model as media
from journal_app.memory import model as memory
from journal_app.proofs import model as proofs
from journal_app.review import model as review
from journal_app.search import model as search
from journal_app.statements import model as statements
from journal_app.submissions import model as submissions
from journal_app.tasks import model as tasks
from journal_app.translation import model as translation
from journal_app.uploads import model as uploads
from journal_app.wordings import model as wordings

ROOMS = (accounts, activity, bat, budget, cards, consent, distribution, flatplan, freeze, funding, glossary, hand_off,
         issues, jobs, media, memory, proofs, review, search, statements, submissions, tasks, translation, uploads,
         wordings)  # fmt: skip


def tables() -> MetaData:
    """The tables of all rooms; reading this module is what gathers them."""
    assert ROOMS
    return Base.metadata
