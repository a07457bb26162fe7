//! `history`, line by line: what was changed, and the way from a change to its question.

use crate::place::place;

#[test]
fn a_word_tells_the_history_and_a_number_leads_to_the_question() {
    let place = place();
    let record = place.begun("Fell Side Library\n3\nAda Fell\nHead librarian\nquit\n");
    let record = record.to_str().unwrap();
    let ran = place.told(
        &["open", record, "--plain"],
        "1\n\n4\nundo\nhistory\n1\nquit\n",
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let (_, history) = ran.out.split_once("\nHistory.\n").expect(&ran.out);
    for words in [
        "Every change, newest first\n     Days and times are UTC.\n",
        "  1. Your library: How many vehicles does it run? [undoes entry 6]\n     From “4 vehicles” to “3 vehicles”\n     Entry 7 at ",
        ", by Ada Fell.\n",
        "[undone by entry 7]\n     From “3 vehicles” to “4 vehicles”\n",
        "Begun on ",
    ] {
        assert!(history.contains(words), "no {words:?} in {history}");
    }
    // The first row leads to the question that was changed.
    let (_, question) = history.split_once("\n> ").unwrap();
    assert!(question.contains("How many vehicles"), "{question}");
    assert!(question.contains("Answer now: 3 vehicles."), "{question}");
}
