"""Composition root of the desk: create_app() joins the rooms' pages, the guards and the screens. It holds no rule."""

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from journal_app.accounts import public as coming_in
from journal_app.accounts import views as accounts
from journal_app.accounts.attempts import Attempts
from journal_app.activity import views as activity
from journal_app.bat import views as bat
from journal_app.board import views as board
from journal_app.budget import choice_views as budget_choice
from journal_app.budget import estimate_views as budget_estimate
from journal_app.budget import expenses_views as budget_expenses
from journal_app.budget import gifts_views as budget_gifts
from journal_app.budget import quotes_views as budget_quotes
from journal_app.budget import residency_views as budget_residency
from journal_app.budget import views as budget
from journal_app.complement import views as complement
from journal_app.config import Config, from_environment
from journal_app.consent import views as consent
from journal_app.db import open_database
from journal_app.distribution import grids_views as copies_grids
from journal_app.distribution import orders_views as copies_orders
from journal_app.distribution import papers_views as copies_papers
from journal_app.distribution import parcels_views as copies_parcels
from journal_app.distribution import places_views as copies_places
from journal_app.distribution import plan_views as copies_plan
from journal_app.distribution import public as copies_door
from journal_app.distribution import views as copies
from journal_app.exchange import memory_views as memory
from journal_app.exchange import views as exchange
from journal_app.flatplan import bundle_views as bundle
from journal_app.flatplan import jump_views as jumps
from journal_app.flatplan import live_views as live
from journal_app.flatplan import page_views as leaf
from journal_app.flatplan import tighter_views as tighter
from journal_app.flatplan import views as flatplan
from journal_app.floors import check_floors
from journal_app.freeze import folders_views as folders
from journal_app.freeze import views as freeze
from journal_app.funding import funders_views as funders
from journal_app.funding import matching_views as matching
from journal_app.funding import public as support
from journal_app.funding import views as funding
from journal_app.gathering import consent_views as agreeing
from journal_app.gathering import entrance_views as entrances
from journal_app.gathering import own_views as mine
from journal_app.gathering import paper_views as paper
from journal_app.gathering import public as gathering
from journal_app.gathering import sending_public as sending
from journal_app.gathering import taking_views as taking
from journal_app.glossary import import_views as glossary_files
from journal_app.glossary import views as glossary
from journal_app.hand_off import answers_views as printers_answers
from journal_app.hand_off import proof_public as printers_proof
from journal_app.hand_off import public as printers_door
from journal_app.hand_off import quote_public as printers_quote
from journal_app.hand_off import sheet_public as printers_sheet
from journal_app.hand_off import views as hand_off
from journal_app.issues import residency_views as residencies
from journal_app.issues import views as issues
from journal_app.jobs import views as jobs
from journal_app.keys import open_keys
from journal_app.media import views as media
from journal_app.media.blobs import open_blobs
from journal_app.migrations import upgrade
from journal_app.proofs import links_public as proof_door
from journal_app.proofs import links_views as proof_links
from journal_app.proofs import public as proofs
from journal_app.proofs import rounds_views as rounds
from journal_app.proofs import viewer_views as viewer
from journal_app.reports import views as reports
from journal_app.reports import years_views as reports_years
from journal_app.review import fit_views as copyfit
from journal_app.review import remarks_views as remarks
from journal_app.review import versions_views as versions
from journal_app.review import views as review
from journal_app.search import views as search
from journal_app.statements import import_views as statement_files
from journal_app.statements import views as statements
from journal_app.submissions import import_views as imports
from journal_app.submissions import views as submissions
from journal_app.tasks import views as tasks
from journal_app.translation import board_views as translations
from journal_app.translation import fit_views as fitting
from journal_app.translation import memory_views as remembering
from journal_app.translation import views as translation
from journal_app.web import errors, guards, guests, headers, numbers, once, screen, sessions
from journal_app.web import public as web
from journal_app.web.desk import Desk
from journal_app.wordings import views as wordings

ROOMS = (
    web,
    proofs,
    viewer,
    rounds,
    proof_links,
    proof_door,
    coming_in,
    accounts,
    board,
    media,
    review,
    versions,
    remarks,
    copyfit,
    jobs,
    issues,
    residencies,
    submissions,
    consent,
    imports,
    activity,
    tasks,
    translation,
    fitting,
    remembering,
    translations,
    flatplan,
    jumps,
    live,
    leaf,
    tighter,
    bundle,
    freeze,
    folders,
    bat,
    hand_off,
    printers_answers,
    printers_door,
    printers_quote,
    printers_sheet,
    printers_proof,
    exchange,
    memory,
    search,
    gathering,
    sending,
    agreeing,
    mine,
    taking,
    entrances,
    paper,
    wordings,
    glossary,
    glossary_files,
    complement,
    budget,
    budget_quotes,
    budget_estimate,
    budget_choice,
    budget_residency,
    budget_expenses,
    budget_gifts,
    statements,
    statement_files,
    funding,
    funders,
    matching,
    support,
    copies,
    copies_plan,
    copies_parcels,
    copies_papers,
    copies_orders,
    copies_places,
    copies_grids,
    copies_door,
    reports,
    reports_years,
)  # fmt: skip


def create_app(config: Config | None = None) -> Flask:
    """The desk. Without a configuration it is read from the environment; a route without a policy stops the start."""
    check_floors()
    config = config or from_environment(os.environ)
    app = Flask("journal_app", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.form_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = config.form_bytes
    app.extensions["journal"] = config
    keys = open_keys(config.instance / "keys")
    app.secret_key = keys.digest("flashed messages")  # signs the one sentence a page hands to the next, nothing else
    app.config.update(SESSION_COOKIE_NAME="said", SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=config.secure)
    config.instance.mkdir(parents=True, exist_ok=True)
    database = open_database(config.database_url)
    upgrade(database)
    app.extensions["desk"] = Desk(config, database, open_blobs(config.blobs_url), keys, Attempts())
    numbers.install(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    if config.proxies:  # else X-Forwarded-... is what anybody may write
        many = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=many, x_proto=many, x_host=many)  # type: ignore[method-assign]
    screen.install(app)
    sessions.install(app)
    guests.install(app)
    once.install(app)
    errors.install(app)
    headers.install(app)
    guards.install(app)
    return app
