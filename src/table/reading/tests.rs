use super::*;
use crate::facts::limits::ROWS;
use crate::facts::{Answer, Assessment, System, SystemId};
use crate::questionnaire::{Questionnaire, built_in};
use crate::rules::AsAt;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

/// One system.
fn mail() -> (Questionnaire, Assessment) {
    let mut state = Assessment::default();
    let name = Answer::Text("Mail".to_owned());
    let fields = [("name".try_into().unwrap(), name)].into();
    state.systems.insert(SystemId(1), System { fields });
    (built_in().unwrap(), state)
}

fn import(csv: &str) -> Result<Vec<(u32, bool, usize)>, Vec<String>> {
    let (asked, state) = mail();
    let table = Table::of_systems(AsAt::unbegun(&asked, &state, TODAY)).unwrap();
    match table.import(csv.as_bytes(), Renames::Taken) {
        Ok(import) => {
            let changes = import.changes.iter();
            Ok(changes.map(|c| (c.id, c.is_new, c.cells.len())).collect())
        }
        Err(NotImported::Problems(problems)) => {
            Err(problems.iter().map(ToString::to_string).collect())
        }
        Err(error) => Err(vec![error.to_string()]),
    }
}

#[test]
fn an_entry_is_known_by_its_number_or_else_by_its_name() {
    assert_eq!(
        import("mfa-assess number,Name\ns-1,Post\n"),
        Ok(vec![(1, false, 1)])
    );
    assert_eq!(
        import("MFA-assess Number;name;owner\n1;Mail;Ada\n"),
        Ok(vec![(1, false, 1)])
    );
    assert_eq!(
        import("Name,Owner\n mail ,\nPost,Ada\n"),
        Ok(vec![(1, false, 1), (2, true, 2)])
    );
    assert_eq!(import("Name\nMail\n"), Ok(vec![]));
}

#[test]
fn the_numbers_of_other_tools_are_left() {
    for header in ["ID", "Id", "No", "No.", "Number", "number", "Ref", "#"] {
        for number in ["1", "S-1", "AST-7"] {
            let sheet = format!("{header},Name\n{number},Post\n");
            assert_eq!(import(&sheet), Ok(vec![(2, true, 1)]), "{sheet}");
            let sheet = format!("{header},mfa-assess number,Name\n{number},S-1,Post\n");
            assert_eq!(import(&sheet), Ok(vec![(1, false, 1)]), "{sheet}");
        }
    }
    let (asked, state) = mail();
    let table = Table::of_systems(AsAt::unbegun(&asked, &state, TODAY)).unwrap();
    let import = table.import(b"ID,Name,Asset Tag\n1,Post,A\n", Renames::Left);
    assert_eq!(import.unwrap().left, ["ID", "Asset Tag"]);
}

#[test]
fn a_table_that_this_program_once_wrote_has_numbers_under_their_old_header() {
    let (asked, state) = mail();
    let table = Table::of_systems(AsAt::unbegun(&asked, &state, TODAY)).unwrap();
    let written = String::from_utf8(table.to_csv().unwrap()).unwrap();
    let once = written
        .replace(NUMBER, NUMBER_ONCE)
        .replace("S-1,Mail", "S-1,Post");
    assert_eq!(import(&once), Ok(vec![(1, false, 1)]));
    assert_eq!(import(&once.replace("S-1", "")), Ok(vec![(2, true, 1)]));
    // Numbers without their letter, or a column less, may be of any tool.
    assert_eq!(import(&once.replace("S-1", "1")), Ok(vec![(2, true, 1)]));
    let less = once.replace(&table.columns[1].header, "Notes");
    assert_eq!(import(&less), Ok(vec![(2, true, 1)]));
}

#[test]
fn a_row_that_would_rename_an_entry_is_left_until_that_is_wanted() {
    let (asked, state) = mail();
    let table = Table::of_systems(AsAt::unbegun(&asked, &state, TODAY)).unwrap();
    let import = |rows: &str, renames| {
        let sheet = format!("mfa-assess number,Name,Owner\n{rows}");
        table.import(sheet.as_bytes(), renames).unwrap()
    };
    let left = import("S-1,Theatre booking,Tom\n,Rota,\n", Renames::Left);
    let rename = Rename {
        row: 2,
        id: 1,
        from: "Mail".to_owned(),
        to: "Theatre booking".to_owned(),
    };
    assert_eq!((left.renames, left.absent), (vec![rename], 0));
    let added: Vec<&str> = left.changes.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(added, ["Rota"], "nothing of the row is taken");
    let taken = import("S-1,Theatre booking,Tom\n", Renames::Taken);
    assert_eq!((taken.changes.len(), taken.renames.len()), (1, 0));
    // Another spelling is no other name.
    let same = import("S-1, mAIL ,Tom\n", Renames::Left);
    assert_eq!((same.changes.len(), same.renames.len()), (1, 0));
}

#[test]
fn a_column_with_the_month_first_is_refused_once_with_those_beside_it() {
    let mut asked = built_in().unwrap();
    let form = &mut asked.systems.as_mut().unwrap().form;
    let since = serde_json::json!({"id": "since", "text": "Since", "input": {"date": {}}});
    form.questions.push(serde_json::from_value(since).unwrap());
    let state = Assessment::default();
    let table = Table::of_systems(AsAt::unbegun(&asked, &state, TODAY)).unwrap();
    let says = |rows: &str| {
        let sheet = format!("Name,When was this last checked?,Since\n{rows}");
        match table.import(sheet.as_bytes(), Renames::Left) {
            Ok(_) => vec![],
            Err(error) => error
                .to_string()
                .lines()
                .skip(1)
                .map(str::to_owned)
                .collect(),
        }
    };
    let told = says("a,1/4/2026,\nb,4/13/2026,\nc,2/3/2026,\n");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("  cell B3, “When was this last checked?”: this column has"));
    let told = says("a,4/13/2026,1/4/2026\n");
    assert!(
        told[1].starts_with("  cell C2, “Since”: “1/4/2026” may have"),
        "{told:?}"
    );
    assert_eq!(
        says("a,1/4/2026,1/4/2026\nb,13/4/2026,12-May-2026\n").len(),
        0
    );
}

#[test]
fn a_header_is_looked_up_once_for_each_of_its_words() {
    // A header of columns that nobody knows, and one of which all are the same.
    let many: Vec<String> = (0..20_000).map(|at| format!("c{at}")).collect();
    let sheet = format!("Name,{}\nPost\n", many.join(","));
    assert_eq!(import(&sheet), Ok(vec![(2, true, 1)]));
    let same = vec!["name"; 20_000].join(",");
    let says = import(&format!("{same}\n")).unwrap_err();
    assert_eq!(says.len(), 1, "{says:?}");
    assert!(
        says[0].ends_with("(so in 19999 cells: B1, C1, D1 and 19996 more)"),
        "{says:?}"
    );
}

#[test]
fn three_thousand_equal_problems_are_one_line() {
    let rows: String = (0..3000)
        .map(|at| format!("System {at},soon,1\n"))
        .collect();
    let sheet = format!("Name,When was this last checked?,\n{rows}");
    let says = import(&sheet).unwrap_err();
    assert_eq!(says.len(), 2, "{says:?}");
    for (says, place) in says.iter().zip(["C2, C3, C4", "B2, B3, B4"]) {
        assert!(
            says.ends_with(&format!("(so in 3000 cells: {place} and 2997 more)")),
            "{says}"
        );
    }
}

#[test]
fn an_entry_stands_in_one_row_and_has_a_name() {
    let says = import("mfa-assess number,Name\nS-1,Mail\n,Mail\nS-1,\n").unwrap_err();
    assert_eq!(
        says,
        ["row 3: S-1 is in row 2 already; keep one of them (so in 2 rows: 3 and 4)"]
    );
    let says = import("mfa-assess number,Name\nS-1,\n").unwrap_err();
    assert!(
        says[0].starts_with("cell B2, “Name”: every system needs this"),
        "{says:?}"
    );
}

#[test]
fn a_table_brings_no_more_entries_than_a_register_has_room_for() {
    let (asked, mut state) = mail();
    for id in 2..=u32::try_from(ROWS).unwrap() {
        let name = Answer::Text(format!("Mail {id}"));
        let fields = [("name".try_into().unwrap(), name)].into();
        state.systems.insert(SystemId(id), System { fields });
    }
    let table = Table::of_systems(AsAt::unbegun(&asked, &state, TODAY)).unwrap();
    let import = |csv: &[u8]| table.import(csv, Renames::Taken);
    let (noun, has) = ("system", ROWS + 1);
    let refused = Err(NotImported::TooMany { noun, has });
    assert_eq!(import(b"Name\nPost\n"), refused);
    assert_eq!(import(b"Name,Owner\nMail,Ada\n").unwrap().changes.len(), 1);
}
