"""A small glossary as the house might have it, in many scripts."""

from journal_app.glossary.concepts import Concept, Status, Term

EXILE = Concept("exile", "Une personne qui a dû quitter son pays.", (
    Term("fr", "exilé·e"), Term("fr", "personne en exil", Status.ADMITTED),
    Term("fr", "clandestin", Status.FORBIDDEN), Term("en", "exiled person"),
    Term("en", "person in exile", Status.ADMITTED), Term("en", "illegal", Status.FORBIDDEN),
    Term("ar", "منفي"), Term("ar", "لاجئ", Status.ADMITTED), Term("ps", "کډوال"), Term("fa", "پناهنده"),
    Term("ckb", "پەنابەر"), Term("ti", "ስደተኛ"), Term("vi", "người tị nạn"), Term("uk", "біженець"),
    Term("tr", "mülteci"), Term("sq", "refugjat"), Term("en", "iks-ee-LAY", Status.SPOKEN),
))  # fmt: skip
OQTF = Concept("oqtf", "Obligation de quitter le territoire français.", (Term("fr", "OQTF", Status.KEPT),))
DUBLIN = Concept("dublin", "Le règlement qui dit quel pays examine une demande.", (
    Term("fr", "Dublin", Status.KEPT), Term("uk", "Дублін", Status.SPOKEN),
))  # fmt: skip
ASYLUM = Concept("asylum", "Demander la protection d’un État.", (
    Term("fr", "demandeur d’asile"), Term("en", "asylum seeker"), Term("ar", "طالب لجوء"),
))  # fmt: skip
QUEUE = Concept("queue", "Des gens qui attendent l’un derrière l’autre.", (Term("fr", "file"), Term("en", "queue")))
GLOSSARY = (EXILE, OQTF, DUBLIN, ASYLUM, QUEUE)
