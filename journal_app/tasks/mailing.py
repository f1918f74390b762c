"""Tasks, the letters: tells people by e-mail that something waits in their inbox. Only if SMTP is set up.

A letter says how many notices there are and nothing of what they are about: no title, no words, nobody's name. It goes
to the address that the person gave, at most once an hour. A letter that could not be sent is tried again.
"""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from journal_app.config import Mail
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job
from journal_app.jobs.runner import utc_now
from journal_app.messages import translator
from journal_app.tasks import store
from journal_app.tasks.store import Waiting
from journal_app.workshop import Workshop

log = logging.getLogger(__name__)
PAUSE = timedelta(minutes=10)  # what is read within that time needs no letter
PATIENCE_S = 20
TLS_FROM_THE_START = 465


def wanted(tools: Workshop, now: datetime) -> str:
    """The key of the job that would send letters now, one an hour; empty when none is to be sent."""
    if not tools.config.mail.host:
        return ""
    with tools.database.read() as db:
        return f"{now:%Y-%m-%dT%H}" if store.to_mail(db, now - PAUSE) else ""


def work(tools: Workshop, job: Job, progress: Progress) -> Made:
    """Send a letter to each person with unread notices. Who got one is noted at once: a second try sends no other."""
    mail, now = tools.config.mail, utc_now()
    with tools.database.read() as db:
        people = store.to_mail(db, now - PAUSE) if mail.host else []
    sent = 0
    if people:
        with _post_office(mail) as office:
            for number, one in enumerate(people):
                progress("Lettres", number, len(people))
                sent += _sent(office, letter(mail, one, now))
                with tools.database.write() as db:
                    store.mailed(db, one.notices, now)
    return Made({"letters": sent})


def letter(mail: Mail, to: Waiting, now: datetime) -> EmailMessage:
    """What one person is told, in the language of their screen."""
    told, count = translator(to.language), len(to.notices)
    made = EmailMessage()
    made["From"], made["To"] = mail.sender, to.email
    made["Subject"] = told.gettext("letter:subject") % {"n": count}
    made["Date"], made["Auto-Submitted"] = format_datetime(now), "auto-generated"
    made["Message-ID"] = make_msgid(domain=_domain(mail))  # not this machine's name
    made.set_content(told.gettext("letter:notices") % {"n": count} + "\n")
    return made


def _domain(mail: Mail) -> str:
    return mail.sender.rpartition("@")[2].rstrip(">")


@contextmanager
def _post_office(mail: Mail) -> Iterator[smtplib.SMTP]:
    """The server, greeted with the sender's domain; encrypted where it can be, and always before a password."""
    safe = ssl.create_default_context()
    if mail.port == TLS_FROM_THE_START:
        office: smtplib.SMTP = smtplib.SMTP_SSL(
            mail.host, mail.port, local_hostname=_domain(mail), timeout=PATIENCE_S, context=safe
        )
    else:
        office = smtplib.SMTP(mail.host, mail.port, local_hostname=_domain(mail), timeout=PATIENCE_S)
    with office:
        office.ehlo()
        if mail.port != TLS_FROM_THE_START and (office.has_extn("starttls") or mail.user):
            office.starttls(context=safe)
            office.ehlo()
        if mail.user:
            office.login(mail.user, mail.password)
        yield office


def _sent(office: smtplib.SMTP, made: EmailMessage) -> bool:
    """Whether it went. An address that the server refuses for good is left; anything else is raised and tried again."""
    try:
        office.send_message(made)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
        codes = [code for code, _ in getattr(error, "recipients", {}).values()]
        if any(code < 500 for code in codes):
            raise
        log.warning("an address takes no letters: %s", codes or type(error).__name__)
        office.rset()
        return False
    return True
