"""Distribution, the specimens: twenty-nine invented associations, marked so wherever they are shown.

No name, street or telephone is anybody's: the numbers are of the range kept free for fiction (ARCEP, 01 99 00 ...).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.distribution import places, store
from journal_app.distribution.model import Place, PlaceKind, Way
from journal_app.distribution.places import Facts

# name, town, way, copies usually asked for, language of the labels
ASSOCIATIONS: tuple[tuple[str, str, Way, int, str], ...] = (
    ("Le Refuge de la Digue", "Grande-Synthe", Way.DRIVER, 300, "ckb"),
    ("Cuisine du Canal", "Grande-Synthe", Way.DRIVER, 220, "ar"),
    ("Les Mains du Puythouck", "Grande-Synthe", Way.DRIVER, 180, ""),
    ("La Lanterne", "Dunkerque", Way.DRIVER, 160, "en"),
    ("École sous la Tente", "Dunkerque", Way.DRIVER, 120, "ps"),
    ("Le Bus des Soins", "Loon-Plage", Way.DRIVER, 200, "ckb"),
    ("Café des Voisins", "Loon-Plage", Way.DRIVER, 90, ""),
    ("Point d’Eau", "Calais", Way.DRIVER, 260, "ar"),
    ("La Laverie Mobile", "Calais", Way.DRIVER, 150, ""),
    ("Radio du Port", "Calais", Way.PICKUP, 100, "fa"),
    ("Les Couvertures", "Calais", Way.DRIVER, 140, ""),
    ("Bibliothèque des Dunes", "Calais", Way.DRIVER, 130, "en"),
    ("Permanence du Droit", "Calais", Way.PICKUP, 170, "en"),
    ("Le Four à Pain", "Marck", Way.DRIVER, 80, ""),
    ("Les Vélos du Littoral", "Sangatte", Way.DRIVER, 60, ""),
    ("Maison des Haltes", "Boulogne-sur-Mer", Way.CARRIER, 110, ""),
    ("Chorale du Perron", "Boulogne-sur-Mer", Way.CARRIER, 50, ""),
    ("Le Relais de la Slack", "Ambleteuse", Way.CARRIER, 40, ""),
    ("Terre d’Escale", "Norrent-Fontes", Way.DRIVER, 120, "ti"),
    ("La Grange Ouverte", "Steenvoorde", Way.DRIVER, 100, "ti"),
    ("Les Soupes du Mont", "Steenvoorde", Way.DRIVER, 70, ""),
    ("Accueil de l’Aire", "Marquion", Way.CARRIER, 90, "ar"),
    ("Les Semeuses", "Arras", Way.CARRIER, 110, ""),
    ("Table Ronde", "Béthune", Way.CARRIER, 60, ""),
    ("Le Fil Rouge", "Lille", Way.CARRIER, 240, "fr"),
    ("Collectif des Marches", "Lille", Way.CARRIER, 150, ""),
    ("Passerelle", "Dieppe", Way.CARRIER, 80, "vi"),
    ("Phare de Traverse", "Le Havre", Way.CARRIER, 130, ""),
    ("Les Amarres", "Cherbourg", Way.CARRIER, 140, "ps"),
)
# of a camp or a squat: on paper nobody reads more than a code
SENSITIVE = frozenset({"Les Mains du Puythouck", "Le Bus des Soins", "Les Couvertures", "Terre d’Escale"})


def add_associations(db: Session, actor: Actor | None, now: datetime) -> list[Place]:
    """Put the twenty-nine there, once: a desk that has associations keeps its own."""
    if any(one.kind == PlaceKind.ASSOCIATION for one in store.places(db)):
        return []
    made = []
    for number, (name, town, way, usual, language) in enumerate(ASSOCIATIONS, 1):
        hidden = name in SENSITIVE
        facts = Facts(
            name=f"{name} (spécimen)", sensitive=hidden, language="" if language == "fr" else language,
            address="" if hidden else f"{number} rue de l’Exemple\n{town}", way=way, usual=usual,
            phone="" if hidden or number % 3 else f"01 99 00 00 {number:02d}", stop=number if way is Way.DRIVER else 0,
            note=f"Rendez-vous à {town}, à convenir au téléphone." if hidden else "",
        )  # fmt: skip
        row = places.make(db, actor, now, PlaceKind.ASSOCIATION, facts)
        row.specimen = True
        made.append(row)
    db.flush()
    return made
