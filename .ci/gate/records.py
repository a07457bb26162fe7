"""Makes the reports that the gate looks at, with the program as its users have it and a clock that stands
still, so that the same program gives the same files on any day.

Usage: records.py PROGRAM FOLDER
"""

import json
import pathlib
import shutil
import subprocess
import sys

WHEN = "2026-11-24 09:00:00"
QUESTIONNAIRE = pathlib.Path(__file__).parents[2] / "questionnaires/nhs-england-mfa-policy.json"
# The most characters that the program takes, as src/facts/limits.rs has them.
NOTE, LINE, WHAT, NAME = 4000, 500, 1000, 200
LONG_WORD = "https://records.bryn-aur.example/" + "a" * 27
WORDS = "The tape library at Dol-y-coed signs in by itself, and nobody has found a way to ask it for a second factor. "


def longest(limit: int) -> str:
    """A text of just this many characters, with a word of 60 that has no place to break."""
    return (LONG_WORD + " " + WORDS * (limit // len(WORDS) + 1))[:limit].strip()[:limit].ljust(limit, "x")


class Maker:
    def __init__(self, program: str, folder: str):
        self.program = pathlib.Path(program).resolve()
        self.folder = pathlib.Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.asked = json.loads(QUESTIONNAIRE.read_text(encoding="utf-8"))

    def run(self, *arguments, folder=None) -> str:
        """Runs the program at the time at which it always is."""
        command = ["faketime", "-f", WHEN, self.program, *map(str, arguments)]
        done = subprocess.run(command, cwd=folder or self.folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def report(self, name: str) -> None:
        """The report of a record, as a PDF and as HTML."""
        for kind in ["pdf", "html"]:
            self.run("report", f"{name}.jsonl", "-o", f"{name}.{kind}")

    def demo(self) -> None:
        made = self.folder / "made"
        made.mkdir()
        self.run("demo", "--identity", folder=made)
        shutil.move(next(made.glob("*.jsonl")), self.folder / "demo.jsonl")
        shutil.move(next(made.glob("*.pem")), self.folder / "identity.pem")
        self.report("demo")
        if (self.folder / "demo.pdf").read_bytes() != next(made.glob("*.pdf")).read_bytes():
            sys.exit("The same record gives two reports.")

    def empty(self) -> None:
        """An assessment that has only been begun."""
        records = self.folder / "records"
        made = self.run("--data-dir", records, "new", "--organisation", "Bryn Aur Community Health", "--json")
        shutil.copy(json.loads(made)["path"], self.folder / "empty.jsonl")
        self.report("empty")

    def changed(self, name: str, changes: list, why: str) -> None:
        """The demonstration with further changes."""
        record = self.folder / f"{name}.jsonl"
        shutil.copy(self.folder / "demo.jsonl", record)
        file = self.folder / f"{name}.json"
        file.write_text(json.dumps({"format": 1, "changes": changes}), encoding="utf-8")
        self.run("apply", file, record, "--why", why)
        self.report(name)

    def longest(self) -> None:
        """The longest text in every place that takes one."""
        said = json.loads(self.run("export", "demo.jsonl", "--json"))
        scenarios = [scenario["id"] for scenario in said["scenarios"] if scenario["asked"]]
        changes = [{"note": {"scenario": id, "text": longest(NOTE)}} for id in scenarios]
        changes += [{"evidence_reference": {"scenario": id, "text": longest(LINE)}} for id in scenarios]
        changes.append({"add_action": {"scenario": scenarios[0], "what": longest(WHAT), "owner": longest(NAME),
                                       "role": longest(NAME), "no_date": longest(LINE)}})
        changes.append(self.exemption(longest))
        for form, change in [("systems", "add_system"), ("evidence", "add_evidence")]:
            changes.append({change: {"fields": self.texts(self.asked[form]["form"]["questions"], longest)}})
        self.changed("longest", changes, longest(LINE))

    def many(self) -> None:
        """Two hundred exemptions."""
        self.changed("many", [
            self.exemption(lambda limit, number=number: f"Analyser {number} of the laboratory"[:limit])
            for number in range(200)
        ], "From the register of the laboratory.")

    def exemption(self, text) -> dict:
        specific = next(kind for kind in self.asked["exemptions"] if kind["id"] == "SPECIFIC")
        questions = [q for step in specific["steps"] for q in step["questions"]]
        return {"add_exemption": {"kind": "SPECIFIC", "requirements": ["R1"], "scenarios": ["medical-devices"],
                                  "fields": self.texts(questions, text)}}

    @staticmethod
    def texts(questions: list, text) -> dict:
        """An answer to each question that takes a text."""
        answers = {}
        for question in questions:
            kind, of = next(iter(question["input"].items())) if isinstance(question["input"], dict) else ("", {})
            if kind in ("line", "paragraphs") and "show_when" not in question:
                answers[question["id"]] = text(of["max"])
        return answers

    def signed(self) -> None:
        """Signed by one person, and by a second."""
        self.run("sign", "demo.pdf", "--identity", "identity.pem", "-o", "signed-once.pdf")
        self.run("sign", "signed-once.pdf", "--identity", "identity.pem", "-o", "signed-twice.pdf")


if __name__ == "__main__":
    maker = Maker(*sys.argv[1:3])
    for make in [maker.demo, maker.empty, maker.longest, maker.many, maker.signed]:
        make()
