//! Nothing leaves the machine: no command makes a single call of the network.

use mfa_assess::record::read;

use super::ALL;
use super::place::{Place, Ran, place};

/// Every command as it stands in a script, in an order in which each has something to work on.
const COMMANDS: &[&str] = &[
    r#"demo --identity"#,
    r#"--questionnaire "$B" --plain new <all"#,
    r#"open fell-side-library --plain <sign"#,
    r#"--plain <quit"#,
    r#"list"#,
    r#"list --json"#,
    r#"status"#,
    r#"status fell-side-library --json"#,
    r#"check demo-glan-yr-afon-and-easterby.jsonl fell-side-library"#,
    r#"check --within 1y --json"#,
    r#"calendar ./demo-glan-yr-afon-and-easterby.jsonl -o days.ics --details"#,
    r#"report fell-side-library -o report.pdf"#,
    r#"report fell-side-library -o report.docx"#,
    r#"--questionnaire "$B" --plain new --from fell-side-library <quit"#,
    r#"compare fell-side-library fell-side-library-2"#,
    r#"compare fell-side-library fell-side-library-2 --format markdown -o changes.md"#,
    r#"--questionnaire "$B" --plain new <all"#,
    r#"merge fell-side-library fell-side-library-3 --dry-run --json"#,
    r#"merge fell-side-library fell-side-library-3 --take a --why joined"#,
    r#"verify fell-side-library"#,
    r#"verify fell-side-library --json"#,
    r#"rollup records"#,
    r#"rollup . --recursive --json -o region.json"#,
    r#"rollup records --csv"#,
    r#"verify report.pdf"#,
    r#"sign ./demo-glan-yr-afon-and-easterby.pdf --identity demo-identity.pem --role Tester"#,
    r#"verify ./demo-glan-yr-afon-and-easterby.pdf --trust demo-identity.pem --json"#,
    r#"evidence add fell-side-library what-is-backed-up all --why Asked"#,
    r#"evidence list --json"#,
    r#"evidence drop fell-side-library what-is-backed-up all --why Asked"#,
    r#"--questionnaire "$B" new --organisation Fleet --assessor Ada"#,
    r#"apply --schema"#,
    r#"apply changes.json fleet --dry-run"#,
    r#"apply - fleet --json <changes.json"#,
    r#"answer fleet collections 12"#,
    r#"exemption add fleet --kind WAIVER --scenario what-is-backed-up --field what=Vans"#,
    r#"exemption edit fleet EX-1 --field why=Old"#,
    r#"exemption withdraw fleet EX-1 --reason Gone"#,
    r#"new --organisation Policy"#,
    r#"exemption add policy --kind SPECIFIC --scenario vpn --json"#,
    r#"exemption submit policy EX-1"#,
    r#"exemption approve policy EX-1 --field approved-by=board --field approver=Robin --field approver-role=Chair --field approved-on=2026-05-12 --field minute=B-1"#,
    r#"exemption renew policy EX-1"#,
    r#"exemption renew policy EX-1 --drop"#,
    r#"exemption close policy EX-1 --enforced Everywhere"#,
    r#"exemption list fleet"#,
    r#"exemption show fleet EX-1 --json"#,
    r#"action add fleet what-is-backed-up --what Look"#,
    r#"action edit fleet A-1 --owner Kim"#,
    r#"action done fleet A-1"#,
    r#"action remove fleet A-1"#,
    r#"sign-off fleet --name Ada --role librarian --declare"#,
    r#"export fell-side-library -o all.json --with-evidence"#,
    r#"export fell-side-library --json"#,
    r#"export --schema record"#,
    r#"share fell-side-library -o copy.jsonl"#,
    r#"import all.json --data-dir elsewhere"#,
    r#"migrate fell-side-library --to later.json --dry-run"#,
    r#"migrate fell-side-library --to later.json --json"#,
    r#"systems template -o systems.csv"#,
    r#"systems list demo-*.jsonl --json"#,
    r#"systems export demo-*.jsonl -o systems-2.csv"#,
    r#"systems import demo-*.jsonl systems-2.csv --yes --why Asked"#,
    r#"action list fell-side-library"#,
    r#"action export fell-side-library -o actions.csv"#,
    r#"action import fell-side-library actions.csv --dry-run --json"#,
    r#"questionnaire check "$B""#,
    r#"questionnaire check "$B" --json"#,
    r#"questionnaire booklet -o booklet.pdf"#,
    r#"questionnaire booklet "$B" -o booklet.md"#,
    r#"questionnaire list"#,
    r#"questionnaire schema"#,
    r#"questionnaire guide"#,
];

/// What a run says, and the calls of the network that it makes.
fn traced(place: &Place, command: &str) -> (Ran, String) {
    let trace = "strace -f -qq -e trace=network -e signal=none -o calls";
    let ran = place.script(&format!("{trace} {command}"));
    let calls = std::fs::read_to_string(place.folder().join("calls")).unwrap_or_default();
    (ran, calls)
}

#[test]
fn no_command_opens_a_socket() {
    let place = place();
    if place.script("command -v strace").code != Some(0) {
        eprintln!("left out: strace is not installed");
        return;
    }
    // Else the silence below would prove nothing.
    let (ran, calls) = traced(&place, "bash -c 'exec 3<>/dev/udp/127.0.0.1/9'");
    assert!(calls.contains("socket("), "strace sees no socket: {ran:?}");

    let backups = std::fs::read_to_string(super::backups()).unwrap();
    let later = backups.replacen("\"version\": \"2026.1\"", "\"version\": \"2026.2\"", 1);
    place.file("later.json", later);
    place.file("all", ALL);
    place.file("sign", "review\n7\nAda Fell\n1\ndeclare\n1\nquit\n");
    place.file("quit", "quit\n");
    let change = r#"{"note":{"scenario":"what-is-backed-up","text":"Asked"}}"#;
    place.file(
        "changes.json",
        format!(r#"{{"format":1,"changes":[{change}]}}"#),
    );
    for command in COMMANDS {
        let (ran, calls) = traced(&place, &format!("\"$P\" {command}"));
        assert!(matches!(ran.code, Some(0 | 3)), "{command}: {ran:?}");
        assert_eq!(calls, "", "{command}");
    }
    // The dialogue went all the way: to the sign-off, and to the report that comes with it.
    let record = read(&place.records().join("fell-side-library.jsonl")).unwrap();
    assert_eq!(record.state.sign_offs.len(), 1);
    let kinds = |end: &str| {
        let files = place.files();
        let names = files.keys().map(|path| path.to_string_lossy());
        names.filter(|name| name.ends_with(end)).count()
    };
    assert_eq!((kinds(".pdf"), kinds(".md")), (4, 2));
}

#[test]
fn every_command_there_is_is_watched() {
    let page = include_str!("../../docs/commands.md");
    let named = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `mfa-assess "))
        .flat_map(|line| {
            line.split('|')
                .next()
                .unwrap_or_default()
                .split(", `mfa-assess ")
        });
    let mut seen = 0;
    for command in named {
        let words = command.split_whitespace();
        let plain = |word: &&str| word.bytes().all(|b| b.is_ascii_lowercase());
        let name: Vec<&str> = words
            .map(|w| w.trim_matches('`'))
            .take_while(plain)
            .collect();
        let name = name.join(" ");
        let watched = COMMANDS.iter().any(|c| c.contains(&name));
        assert!(watched, "{name} is not watched");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}
