"""Shows that the gate bites: a report from which something is taken must not pass.

Usage: mutations.py REPORT FOLDER
"""

import pathlib
import sys

import pikepdf
from validators import outloud, pdf_a, pdf_ua


def elements(pdf, kind: str) -> list:
    """The structure elements of a kind."""
    found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind and "/P" in o]
    if not found:
        sys.exit(f"The report has no {kind}, so that this mutation shows nothing.")
    return found


def drop(dictionary, key: str) -> None:
    if key in dictionary:
        del dictionary[key]


def drop_everywhere(pdf, key: str, value: str, entry: str) -> None:
    """Takes an entry out of all dictionaries in which the key has the value."""
    for dictionary in pdf.objects:
        if isinstance(dictionary, pikepdf.Dictionary) and dictionary.get(key) == value:
            drop(dictionary, entry)


def without_language(pdf):
    del pdf.Root.Lang


def without_alternative(pdf):
    del elements(pdf, "/Figure")[0]["/Alt"]


def without_scope(pdf):
    for head in elements(pdf, "/TH"):
        drop(head, "/A")


def without_letters(pdf):
    drop_everywhere(pdf, "/Type", "/Font", "/ToUnicode")


def without_title(pdf):
    del pdf.Root.ViewerPreferences


def without_link_words(pdf):
    drop_everywhere(pdf, "/Subtype", "/Link", "/Contents")


def without_colours(pdf):
    del pdf.Root.OutputIntents


def without_relation(pdf):
    drop_everywhere(pdf, "/Type", "/Filespec", "/AFRelationship")


def with_other_heading(pdf):
    elements(pdf, "/H2")[0]["/S"] = pikepdf.Name.H5


MUTATIONS = [
    (without_language, pdf_ua), (without_alternative, pdf_ua), (without_scope, outloud), (without_letters, pdf_ua),
    (without_title, pdf_ua), (without_link_words, pdf_ua), (without_colours, pdf_a), (without_relation, pdf_a),
    (with_other_heading, pdf_ua),
]


def main(report, folder) -> int:
    well = True
    for mutate, check in MUTATIONS:
        path = pathlib.Path(folder) / f"{mutate.__name__}.pdf"
        with pikepdf.open(report) as pdf:
            mutate(pdf)
            pdf.save(path, linearize=False)
        bites = bool(check(path))
        print(f"{'found' if bites else 'missed'}  {mutate.__name__}")
        well &= bites
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
