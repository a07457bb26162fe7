//! Systems and actions in a spreadsheet: out, changed, in again; and everything that is refused.

use mfa_assess::facts::{ActionId, Answer, Due, Progress, SystemId};
use mfa_assess::record::{Journal, Loaded, read};
use serde_json::{Value, json};

use super::ALL;
#[cfg(unix)]
use super::disk::on_small_disk_in;
use super::place::{Place, Ran, backups, place};

const RECORD: &str = "fell-side-library";
/// What LibreOffice writes where the decimal sign is a comma.
const SHEET: &str = "\u{feff}mfa-assess number;what is the system CALLED;Hosted by;Seats;Checked on;Notes\r\n\
    ;Mail;By a supplier, or in the cloud;\"1,200\";30/06/2026;x\r\n\
    ;\"Loans;\r\n\"\"old\"\"\";own;12;;\r\n\
    ;=1+1;;;;\r\n";

/// The small questionnaire, with a register of systems.
fn small() -> String {
    let mut asked: Value = serde_json::from_slice(&std::fs::read(backups()).unwrap()).unwrap();
    asked["systems"] = json!({"form": {"title": "Systems", "about": "What you have.", "name": "name",
    "questions": [
        {"id": "name", "text": "What is the system called?", "input": {"line": {"max": 160}}},
        {"id": "hosted-by", "text": "Where is it hosted?", "input": {"one_of": [
            {"id": "own", "label": "By us"},
            {"id": "external", "label": "By a supplier, or in the cloud"}]}},
        {"id": "seats", "text": "Seats", "input": {"number": {"unit": "seats", "max": 5000}}},
        {"id": "checked-on", "text": "Last checked", "input": {"date": {}}},
    ]}});
    asked.to_string()
}

/// A record with that register.
fn begun(lines: &str) -> Place {
    let place = place();
    place.file("small.json", small());
    let ran = place.told(&["--questionnaire", "small.json", "new"], lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    place
}

fn loaded(place: &Place) -> Loaded {
    read(&place.records().join("fell-side-library.jsonl")).unwrap()
}

fn told(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"))
}

#[test]
fn a_template_is_filled_in_imported_and_imported_again() {
    let place = begun("Fell Side Library\n");
    let with = ["--questionnaire", "small.json", "systems", "template"];
    let ran = place.run(&with);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let header = "\u{feff}mfa-assess number,What is the system called?,Where is it hosted?,Seats,Last checked\n";
    assert_eq!(ran.out, header);
    assert!(
        ran.err.contains("one of: By us; By a supplier"),
        "{}",
        ran.err
    );
    let to_file = [&with[..], &["-o", "sheet.csv"]].concat();
    assert_eq!(place.run(&to_file).out, "sheet.csv\n");
    place.refuses(&to_file, &["sheet.csv is there already", "left as it is"]);

    place.file("sheet.csv", SHEET);
    let before = place.files();
    let ran = place.run(&["systems", "import", "sheet.csv", "--dry-run"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out
            .contains("3 systems to add, 0 to change, 0 as recorded"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("Column left, as nothing here is called so: “Notes”."),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("Add S-2  Loans; \"old\"  (row 3)"),
        "{}",
        ran.out
    );
    assert_eq!(place.files(), before, "a dry run writes nothing");
    // Nobody can be asked.
    let ran = place.run(&["systems", "import", RECORD, "sheet.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.err.contains("Add --yes"), "{}", ran.err);
    assert_eq!(place.files(), before);
    let ran = place.run(&["systems", "import", "sheet.csv", "--json"]);
    assert_eq!(ran.code, Some(2), "JSON asks nothing: {ran:?}");

    let ran = place.run(&["systems", "import", RECORD, "sheet.csv", "--yes", "--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let entries = told(&ran)["written"].as_array().unwrap().len();
    assert_eq!(entries, 3);
    let state = loaded(&place).state;
    let mail = &state.systems[&SystemId(1)].fields;
    assert_eq!(
        mail.values().next(),
        Some(&Answer::Date("2026-06-30".parse().unwrap()))
    );
    assert_eq!(mail.len(), 4);

    let written = place.files();
    let ran = place.run(&["systems", "import", "sheet.csv", "--yes"]);
    assert!(
        ran.out
            .contains("0 systems to add, 0 to change, 3 as recorded"),
        "{ran:?}"
    );
    assert_eq!(place.files(), written, "again without duplicates");
    let again = ["systems", "export", "-o", "out.csv"];
    assert_eq!(place.run(&again).out, "out.csv\n");
    let out = std::fs::read_to_string(place.folder().join("out.csv")).unwrap();
    assert!(out.contains("S-3,'=1+1,,,\n"), "no formula goes out: {out}");
    let ran = place.run(&["systems", "import", "out.csv", "--dry-run", "--json"]);
    assert_eq!(
        (told(&ran)["same"].clone(), told(&ran)["changed"].clone()),
        (json!(3), json!([]))
    );
}

#[test]
fn a_change_in_the_sheet_changes_that_and_what_is_not_in_it_stays() {
    let place = begun("Fell Side Library\n");
    place.file("sheet.csv", SHEET);
    assert_eq!(
        place.run(&["systems", "import", "sheet.csv", "--yes"]).code,
        Some(0)
    );
    // One by its number and under another name, one by its name; the columns in another order.
    place.file(
        "next.csv",
        "Seats,Name,mfa-assess number\n,Post,S-1\n13,\"loans; \"\"OLD\"\"\",\n",
    );
    let ran = place.run(&["systems", "import", "next.csv", "--yes", "--rename"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for line in [
        "0 systems to add, 2 to change, 0 as recorded.",
        "1 system of the record is not in it and stays.",
        "Change S-1  Post  (row 2)",
        "    What is the system called? Mail → Post",
        "    Seats: 1200 seats → (nothing)",
        "    Seats: 12 seats → 13 seats",
    ] {
        assert!(ran.out.contains(line), "no {line:?} in {}", ran.out);
    }
    let rows = told(&place.run(&["systems", "list", "--json"]));
    let ids: Vec<&Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    assert_eq!(ids, ["S-1", "S-2", "S-3"]);
    assert_eq!(rows[0]["name"], "Post");
    // Columns that the sheet does not have are as they were.
    assert_eq!(rows[0]["answers"].as_array().unwrap().len(), 3);
    let list = place.run(&["systems", "list", RECORD]).out;
    assert!(list.contains("S-3  =1+1\n"), "{list}");
}

#[test]
fn everything_that_is_wrong_is_told_by_row_and_column_and_nothing_is_taken() {
    let place = begun("Fell Side Library\n");
    let long = "x".repeat(32_000);
    let sheet = format!(
        "mfa-assess number,Name,Where is it hosted?,Seats,Last checked\n\
         S-9,Mail,own,1,\n\n,Post,Clud,-4,soon\n,,own,,\n,post,,,,more\n,{long},,9999,\n"
    );
    place.file("sheet.csv", sheet);
    place.refuses(
        &["systems", "import", "sheet.csv", "--yes"],
        &[
            "it has 9 problems",
            "cell A2, “mfa-assess number”: there is no system S-9; leave the cell empty to add one",
            "cell C4, “Where is it hosted?”: “Clud” is not one of the choices; write one of: By us; By a supplier",
            "cell D4, “Seats”: “-4” is not taken; enter a whole number",
            "cell E4, “Last checked”: “soon” is not taken; enter a date",
            "cell B5, “Name”: every system needs this",
            "cell F6: nothing heads this column",
            "row 6: row 4 adds the same already",
            "cell B7, “Name”: shorten the text to 160 characters; it has 32000",
        ],
    );
    let ran = place.run(&["systems", "import", "sheet.csv", "--dry-run", "--json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let problems = told(&ran)["problems"].as_array().unwrap().clone();
    assert_eq!(
        (problems.len(), &problems[1]["row"], &problems[1]["column"]),
        (9, &json!(4), &json!("C"))
    );
    for (sheet, words) in [
        (
            "Owner,Seats\nAda,1\n",
            "no column is headed “What is the system called?”",
        ),
        (
            "Name,name\na,b\n",
            "cell B1, “name”: column A is headed the same",
        ),
        ("", "it is empty"),
        ("Name\n\"Mail\nPost\n", "is never closed"),
        ("PK\x03\x04", "“CSV UTF-8”"),
    ] {
        place.file("sheet.csv", sheet);
        place.refuses(
            &["systems", "import", "sheet.csv", "--yes"],
            &[words, "nothing of sheet.csv"],
        );
    }
    place.file("sheet.csv", b"Name\nT\xfd\n");
    place.refuses(
        &["systems", "import", "sheet.csv", "--yes"],
        &["line 2 is not in UTF-8"],
    );
    place.refuses(
        &["systems", "import", "none.csv", "--yes"],
        &["none.csv", "Check the path"],
    );
    place.refuses(&["systems", "import", ".", "--yes"], &["is not a file"]);
    place.refuses(
        &["systems", "export", "-o", "a.jsonl"],
        &["ends like a record of mfa-assess"],
    );
}

#[test]
fn two_of_one_name_are_told_apart_by_their_numbers_only() {
    let place = begun("Fell Side Library\n");
    place.file(
        "sheet.csv",
        "mfa-assess number,Name,Seats\n,Mail,1\n,Post,2\n",
    );
    assert_eq!(
        place.run(&["systems", "import", "sheet.csv", "--yes"]).code,
        Some(0)
    );
    let import = ["systems", "import", "sheet.csv", "--yes"];
    let import = [&import[..], &["--rename"]].concat();
    // The name that a row goes by is given to another.
    place.file(
        "sheet.csv",
        "mfa-assess number,Name,Seats\nS-1,Post,1\n,Post,3\n",
    );
    place.refuses(
        &import,
        &["row 3: another system would read the same; write its number"],
    );
    place.file(
        "sheet.csv",
        "mfa-assess number,Name,Seats\nS-1,Post,1\nS-2,Post,3\n",
    );
    assert_eq!(place.run(&import).code, Some(0));
    place.file("sheet.csv", "Name,Seats\nPost,1\n");
    place.refuses(
        &import,
        &["row 2: it may be S-1 and S-2; write which into “mfa-assess number”"],
    );
}

#[test]
fn an_action_keeps_its_number_and_what_was_changed_in_the_sheet_comes_back() {
    let place = begun("Fell Side Library\n");
    let head = "Scenario,What is to be done,Owner,Due,Reason for no date,State";
    place.file(
        "todo.csv",
        format!("{head}\nwhat-is-backed-up,List the vans,Ada Fell,2027-01-31,,\nwhat-is-backed-up,Ask Ben,,,He is away,Done\n"),
    );
    let import = ["action", "import", RECORD, "todo.csv", "--yes"];
    assert_eq!(place.run(&import).code, Some(0));
    assert!(
        place
            .run(&import)
            .out
            .contains("0 actions to add, 0 to change, 2 as recorded")
    );

    assert_eq!(
        place
            .run(&["action", "export", RECORD, "-o", "out.csv"])
            .code,
        Some(0)
    );
    let sheet = std::fs::read_to_string(place.folder().join("out.csv")).unwrap();
    let first = "A-1,what-is-backed-up,What is backed up,List the vans,Ada Fell,,2027-01-31,,,Not started,,,,\n";
    assert!(sheet.contains(first), "{sheet}");
    place.file(
        "todo.csv",
        sheet.replace(",,Not started,", ",High,In progress,"),
    );
    let ran = place.run(&import);
    assert!(ran.out.contains("Change A-1  List the vans"), "{ran:?}");
    assert!(
        ran.out.contains("    State: Not started → In progress"),
        "{ran:?}"
    );
    let state = loaded(&place).state;
    assert_eq!(state.actions.len(), 2);
    assert_eq!(state.actions[&ActionId(1)].progress, Progress::Started);
    assert_eq!(
        state.actions[&ActionId(2)].due,
        Due::NoDate("He is away".to_owned())
    );
    let rows = told(&place.run(&["action", "list", "--json"]));
    assert_eq!(
        (&rows[0]["id"], &rows[0]["priority"]),
        (&json!("A-1"), &json!("high"))
    );
    assert!(
        place
            .run(&["action", "list"])
            .out
            .contains("A-2  Ask Ben  (done)")
    );

    let wrong = "mfa-assess number,Scenario,What is to be done,Due,Reason for no date,Ends exemption\n\
        A-1,where-copies-are,List the vans,31/01/2027,Ben,EX-1\n,nowhere,Sing,,,\n,,Sing,,,\n";
    place.file("todo.csv", wrong);
    place.refuses(
        &import,
        &[
            "cell E2, “Reason for no date”: write a date or the reason for none, not both",
            "cell F2, “Ends exemption”: “EX-1” is none of those that there are",
            "cell B3, “Scenario”: “nowhere” is not one of the choices; write one of: What is backed up;",
            "cell B4, “Scenario”: every action needs this",
        ],
    );
}

#[test]
fn a_signed_record_asks_for_a_reason_and_keeps_it() {
    let place = begun(ALL);
    let ran = place.told(&["open"], "review\n7\nAda Fell\n1\ndeclare\n1\nquit\n");
    assert_eq!(loaded(&place).state.sign_offs.len(), 1, "{ran:?}");
    place.file("sheet.csv", SHEET);
    let import = ["systems", "import", "sheet.csv", "--yes"];
    place.refuses(&import, &["signed off", "--why TEXT"]);
    let dry = place.run(&["systems", "import", "sheet.csv", "--dry-run"]);
    assert_eq!(dry.code, Some(0), "looking needs no reason: {dry:?}");
    let ran = place.run(&[&import[..], &["--why", "The list of assets came."]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let entries = loaded(&place).entries;
    for logged in &entries[entries.len() - 3..] {
        assert_eq!(
            logged.entry.why.as_deref(),
            Some("The list of assets came.")
        );
        assert_eq!(logged.entry.by, "Ada Fell");
    }
    let verified = place.run(&["verify", RECORD]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
    assert!(verified.out.contains("superseded by"), "{}", verified.out);
}

#[test]
fn a_record_that_cannot_be_written_is_exported_and_not_imported_into() {
    let place = begun("Fell Side Library\n");
    place.file("sheet.csv", SHEET);
    let path = place.records().join("fell-side-library.jsonl");
    let (journal, _) = Journal::open(&path).unwrap();
    let ran = place.run(&["systems", "import", "sheet.csv", "--yes"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("open in another mfa-assess"),
        "{}",
        ran.err
    );
    assert_eq!(place.run(&["systems", "export", "-o", "-"]).code, Some(0));
    drop(journal);
    assert_eq!(
        place.run(&["share", RECORD, "-o", "copy.jsonl"]).code,
        Some(0)
    );
    let import = ["systems", "import", "copy.jsonl", "sheet.csv", "--yes"];
    place.refuses(&import, &["redacted copy"]);
    assert_eq!(
        place.run(&["systems", "import", "sheet.csv", "--yes"]).code,
        Some(0)
    );
}

#[test]
fn a_questionnaire_without_a_register_says_so() {
    let place = place();
    place.begun("Fell Side Library\n");
    place.refuses(
        &["systems", "export", "-o", "a.csv"],
        &["keeps no register of systems"],
    );
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_or_read_only_takes_all_of_a_table_or_nothing() {
    let place = place();
    place.file("small.json", small());
    let rows: String = (0..400).map(|at| format!("System {at},own\n")).collect();
    place.file("sheet.csv", format!("Name,Where is it hosted?\n{rows}"));
    let script = r#"
        printf 'Fell Side Library\n3\nquit\n' | "$P" --questionnaire small.json new >/dev/null 2>&1
        dd if=/dev/zero of=disk/filler bs=1k >/dev/null 2>&1
        "$P" systems import sheet.csv --yes >/dev/null; echo "code=$?"
        "$P" systems list --json; echo "code=$?"
        rm disk/filler
        mount -o remount,ro disk
        "$P" systems import sheet.csv --yes >/dev/null; echo "code=$?"
        "$P" systems import sheet.csv --dry-run >/dev/null; echo "code=$?"
    "#;
    let Some(ran) = on_small_disk_in(&place, script) else {
        return;
    };
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines,
        ["code=1", "[]", "code=0", "code=1", "code=0"],
        "{ran:?}"
    );
    assert!(
        ran.err.contains("Free some space, then try again"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("could not open for writing"),
        "{}",
        ran.err
    );
}

/// A record with the built-in questionnaire, and a table of systems in it.
fn with_systems(table: &str) -> Place {
    let place = place();
    let ran = place.told(&["new"], "Fell Side Library\n");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    place.file("first.csv", table);
    let ran = place.run(&["systems", "import", "first.csv", "--yes"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    place
}

/// What the systems are called, by their numbers.
fn names(place: &Place) -> Vec<String> {
    let rows = told(&place.run(&["systems", "list", "--json"]));
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| {
        format!(
            "{} {}",
            row["id"].as_str().unwrap(),
            row["name"].as_str().unwrap()
        )
    })
    .collect()
}

const REGISTER: &str = "Name,Owner,Supplier,Account count\n\
    Picture archive,Rowan Hale,Larchfield Imaging,420\n\
    Maternity notes,Isla Reed,Fernbank Systems,180\n";

#[test]
fn the_numbers_of_another_tool_name_nothing_here() {
    let place = with_systems(REGISTER);
    place.file(
        "foreign.csv",
        "ID,Company,Name,Asset Tag,Owner,Supplier,Account count\n\
         1,Brackenfell,Theatre booking,BRK-00001,Tom Vale,Marshgate,90\n\
         2,Brackenfell,Stock control,BRK-00002,Nell Carr,Hollins,33\n",
    );
    let ran = place.run(&["systems", "import", "foreign.csv", "--yes"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let left = "Columns left, as nothing here is called so: “ID”, “Company” and “Asset Tag”.";
    assert!(ran.out.contains(left), "{}", ran.out);
    let wanted = [
        "S-1 Picture archive",
        "S-2 Maternity notes",
        "S-3 Theatre booking",
        "S-4 Stock control",
    ];
    assert_eq!(names(&place), wanted);
    place.file(
        "foreign.csv",
        "Id,Scenario,What is to be done,Owner,Due\n\
         14,email,Turn off legacy mail protocols,Rowan Hale,30/01/2027\n",
    );
    let ran = place.run(&["action", "import", "foreign.csv", "--yes", "--json"]);
    assert_eq!(told(&ran)["added"][0]["id"], "A-1", "{ran:?}");
    assert_eq!(told(&ran)["columns_left"], json!(["Id"]));
}

#[test]
fn a_row_that_would_rename_something_is_named_and_left() {
    let place = with_systems(REGISTER);
    let sheet = "mfa-assess number,Name,Owner\nS-1,Theatre booking,Tom Vale\nS-2,maternity NOTES,Tom Vale\n";
    place.file("sheet.csv", sheet);
    let import = ["systems", "import", RECORD, "sheet.csv", "--yes"];
    let dry = place.run(&["systems", "import", "sheet.csv", "--dry-run"]);
    let ran = place.run(&import);
    for ran in [&dry, &ran] {
        assert_eq!(ran.code, Some(3), "{ran:?}");
        let says = "S-1 “Picture archive” would become “Theatre booking”  (row 2)";
        assert!(ran.out.contains(says), "{}", ran.out);
        assert!(
            ran.out.contains("0 systems to add, 1 to change"),
            "{}",
            ran.out
        );
    }
    assert_eq!(
        names(&place),
        ["S-1 Picture archive", "S-2 maternity NOTES"]
    );
    let ran = place.run(&[&import[..], &["--json"]].concat());
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let wanted =
        json!([{"id": "S-1", "row": 2, "from": "Picture archive", "to": "Theatre booking"}]);
    assert_eq!(told(&ran)["renames_left"], wanted);
    assert_eq!(told(&ran)["written"], json!([]));
    let ran = place.run(&[&import[..], &["--rename"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        names(&place),
        ["S-1 Theatre booking", "S-2 maternity NOTES"]
    );
}

#[test]
fn the_header_is_found_below_what_tools_write_above_it() {
    for (above, rows) in [
        (
            "#TYPE Selected.System.Management.Automation.PSCustomObject\n",
            "Row 1",
        ),
        (
            "Information Asset Register 2026/27,,,,\nLast updated: 12/05/2026 by IG,,,,\n,,,,\n",
            "Rows 1 to 2",
        ),
        ("sep=,\nRegister\n", "Row 2"),
    ] {
        let place = with_systems(&format!("{above}{REGISTER}"));
        assert_eq!(names(&place).len(), 2);
        let ran = place.run(&["systems", "import", "first.csv", "--dry-run"]);
        assert!(
            ran.out.contains(&format!("{rows} above the header")),
            "{}",
            ran.out
        );
    }
    let place = with_systems(REGISTER);
    place.file(
        "sheet.csv",
        "Archive,Rowan Hale\nName,Owner\nRota,Isla Reed\n",
    );
    place.refuses(
        &["systems", "import", "sheet.csv", "--yes"],
        &["row 2 names the columns, and row 1 above it reads like an entry"],
    );
}

#[test]
fn dates_of_other_tools_are_their_days_and_never_others() {
    let place = with_systems(
        "Name,When was this last checked?\n\
         ServiceNow,2026-05-12 08:33:10\nGraph,2026-05-12T08:33:10Z\n\
         Intune,2026-09-06 13:35:59.0000000\nOracle,12-May-2026\nDashes,12-05-2026\n\
         Excel UK,12/05/2026 00:00\nSlashes,2026/05/12\nWeekday,Tue 12 May 2026\nTaken,12 May 2026\n",
    );
    let rows = place.run(&["systems", "list"]).out;
    assert_eq!(rows.matches("12 May 2026").count(), 8, "{rows}");
    assert_eq!(rows.matches("6 September 2026").count(), 1, "{rows}");
    place.file(
        "american.csv",
        "Name,When was this last checked?\nArchive,1/4/2026\nRota,4/13/2026\nStock,2/3/2026\n",
    );
    let ran = place.run(&["systems", "import", "american.csv", "--yes"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.err.contains("it has 1 problem:\n  cell B3,"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("format the whole column"), "{}", ran.err);
}

#[test]
fn a_number_that_may_be_another_is_refused_in_a_table_too() {
    let place = with_systems(REGISTER);
    for cell in ["1,5", "3, 4", "12, 8", "12 34"] {
        place.file("sheet.csv", format!("Name;Account count\nRota;{cell}\n"));
        place.refuses(
            &["systems", "import", "sheet.csv", "--yes"],
            &[&format!(
                "cell B2, “Account count”: “{cell}” is not taken; enter a whole number"
            )],
        );
    }
}

#[test]
fn three_thousand_equal_problems_are_told_once() {
    let place = with_systems(REGISTER);
    let rows: String = (0..3000).map(|at| format!("System {at},soon\n")).collect();
    place.file(
        "sheet.csv",
        format!("Name,When was this last checked?\n{rows}"),
    );
    let ran = place.run(&["systems", "import", "sheet.csv", "--yes"]);
    assert_eq!((ran.code, ran.err.lines().count()), (Some(1), 2), "{ran:?}");
    assert!(
        ran.err
            .contains("(so in 3000 cells: B2, B3, B4 and 2997 more)"),
        "{}",
        ran.err
    );
    let ran = place.run(&["systems", "import", "sheet.csv", "--yes", "--json"]);
    let problems = told(&ran)["problems"].clone();
    assert_eq!(
        (
            problems.as_array().unwrap().len(),
            &problems[0]["count"],
            &problems[0]["places"]
        ),
        (1, &json!(3000), &json!(["B2", "B3", "B4"]))
    );
}

#[test]
fn a_file_is_found_however_the_accents_of_its_name_are_spelled() {
    let (together, apart) = ("Si\u{e2}n.csv", "Sia\u{302}n.csv");
    for name in [together, apart] {
        let place = with_systems(REGISTER);
        place.file(name, "Name\nRota\n");
        for typed in [together, apart] {
            let ran = place.run(&["systems", "import", typed, "--dry-run"]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
        }
    }
}

#[test]
fn text_in_wide_letters_is_read_or_named() {
    let place = begun("Fell Side Library\n");
    let wide = |text: &str| -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(u16::to_le_bytes).collect()
    };
    place.file(
        "sheet.csv",
        [b"\xff\xfe", &wide("Name\tSeats\r\nRota\t3\r\n")[..]].concat(),
    );
    let ran = place.run(&["systems", "import", "sheet.csv", "--dry-run"]);
    assert!(ran.out.contains("1 system to add"), "{ran:?}");
    for mark in [&b""[..], b"\xff\xfe"] {
        let json = wide("{\"format\": 1, \"changes\": []}\r\n");
        place.file("wide.json", [mark, &json[..]].concat());
        for command in [
            &["apply", "wide.json"][..],
            &["import", "wide.json"],
            &["questionnaire", "check", "wide.json"],
            &["--questionnaire", "wide.json", "new"],
            &["verify", "wide.json"],
            &["status", "wide.json"],
        ] {
            let ran = place.run(command);
            assert_eq!(ran.code, Some(1), "{command:?}: {ran:?}");
            let said = format!("{}{}", ran.out, ran.err).to_lowercase();
            assert!(
                said.contains("in utf-16") && said.contains("as utf-8"),
                "{command:?}: {ran:?}"
            );
        }
    }
}
