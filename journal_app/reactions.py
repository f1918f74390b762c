"""What one fact does in every room, in its own transaction: the list that the composition roots hand to the actions.

A room upstream tells a fact (a piece was withdrawn); each room downstream writes its own tables in its `reacts.py`.
"""

from collections.abc import Sequence

from journal_app.activity import reacts as activity
from journal_app.bat import reacts as bat
from journal_app.consent import reacts as consent
from journal_app.facts import Reaction
from journal_app.flatplan import reacts as flatplan
from journal_app.freeze import reacts as freeze
from journal_app.funding import reacts as funding
from journal_app.hand_off import reacts as hand_off
from journal_app.jobs import reacts as jobs
from journal_app.media import reacts as media
from journal_app.memory import reacts as memory
from journal_app.proofs import reacts as proofs
from journal_app.review import reacts as review
from journal_app.search import reacts as search
from journal_app.submissions import reacts as submissions
from journal_app.tasks import reacts as tasks
from journal_app.translation import reacts as translation
from journal_app.uploads import reacts as uploads

REACTIONS: Sequence[Reaction] = (
    submissions.react, media.react, uploads.react, consent.react, review.react, memory.react, translation.react,
    search.react, flatplan.react, freeze.react, proofs.react, bat.react, hand_off.react, funding.react,
    activity.react, tasks.react, jobs.react,
)  # fmt: skip
