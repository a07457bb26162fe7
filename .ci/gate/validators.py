"""What independent validators say of a PDF. Each function returns what is wrong, a line each."""

import subprocess
import sys

import page


def by_page_validation(path, profile) -> list[str]:
    """The rules of a standard, one by one."""
    found = page.validate_pdf(str(path), profile=profile, limits=page.SafetyLimits.unlimited())
    said = sorted({f"{profile.name} {failure.rule_id}: {failure.message}" for failure in found.failures})
    return said or ([] if found.is_compliant else [f"{profile.name}: not compliant"])


def pdf_a(path) -> list[str]:
    return by_page_validation(path, page.ValidationProfile.PDF_A_3A)


def pdf_ua(path) -> list[str]:
    return by_page_validation(path, page.ValidationProfile.PDF_UA_1)


def command(*words) -> list[str]:
    """What a command says when it fails."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"{words[0]}: {line}" for line in (done.stdout + done.stderr).splitlines()]


def outloud(path) -> list[str]:
    """PDF/UA-1 once more, and whether what is read out makes sense."""
    return command("outloud", "--no-info", "--fail-on", "error", path)


def qpdf(path) -> list[str]:
    return command("qpdf", "--check", path)


def signatures(path, count: int, certificate) -> list[str]:
    """Whether others find as many valid signatures, and the newest over the whole of the file."""
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True).stdout
    wrong = []
    if said.count("Signature is Valid.") != count:
        wrong.append(f"pdfsig does not find {count} valid signatures: {said}")
    if said.count("Total document signed") != 1:
        wrong.append(f"pdfsig does not find that the newest signature covers the file: {said}")
    validate = ["pyhanko", "sign", "validate", "--pretty-print", "--trust", certificate, "--no-revocation-check", path]
    done = subprocess.run([str(word) for word in validate], capture_output=True, text=True)
    if done.stdout.count("The signature is judged VALID.") != count:
        wrong.append(f"pyHanko does not judge {count} signatures valid: {done.stdout}{done.stderr}")
    return wrong


def fonts(path) -> list[str]:
    """Whether each font is embedded as a subset."""
    said = subprocess.run(["pdffonts", path], capture_output=True, text=True).stdout.splitlines()[2:]
    return [f"pdffonts: {line}" for line in said if line.split()[-5:-3] != ["yes", "yes"]]


def expect_nothing(what: str, wrong: list[str]) -> bool:
    """Prints what is wrong, and says whether nothing is."""
    print(f"{'fails' if wrong else 'passes'}  {what}")
    for line in wrong[:40]:
        print(f"    {line}")
    return not wrong


def main(folder, certificate) -> int:
    """Checks the reports of a folder, as `records.py` made them."""
    checks = {"PDF/A-3a": pdf_a, "PDF/UA-1": pdf_ua, "outloud": outloud, "qpdf": qpdf, "fonts": fonts}
    well = True
    for name in ["demo", "empty", "longest", "many", "signed-once", "signed-twice"]:
        path = f"{folder}/{name}.pdf"
        for about, check in checks.items():
            # From the second signature on, this validator takes the first one's range for that of the file.
            if (name, about) != ("signed-twice", "PDF/A-3a"):
                well &= expect_nothing(f"{name}.pdf: {about}", check(path))
    for name, count in [("signed-once", 1), ("signed-twice", 2)]:
        path = f"{folder}/{name}.pdf"
        well &= expect_nothing(f"{name}.pdf: signatures", signatures(path, count, certificate))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
