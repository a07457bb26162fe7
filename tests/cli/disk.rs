//! Disks that do not take what is written: the person is told, and what was saved stays whole.

use super::place::{Place, Ran, place};

/// Runs a script with a small disk of its own at `disk`; nothing where the system does not let us.
fn on_small_disk(script: &str) -> Option<Ran> {
    on_small_disk_in(&place(), script)
}

/// The same in a folder in which there are files already.
pub fn on_small_disk_in(place: &Place, script: &str) -> Option<Ran> {
    std::fs::create_dir(place.folder().join("disk")).unwrap();
    let mount = "mount -t tmpfs -o size=192k none disk";
    let tried = place.script(&format!("unshare -rm sh -c '{mount}'"));
    if tried.code != Some(0) {
        eprintln!("left out, for want of a disk to fill: {}", tried.err);
        return None;
    }
    place.file("script", format!("set -u; {mount}; {script}"));
    Some(place.script("MFA_ASSESS_DATA_DIR=disk/records unshare -rm sh script"))
}

#[test]
fn a_folder_that_cannot_be_made_is_said_and_nothing_is_claimed_to_be_saved() {
    let place = place();
    place.file("taken", "");
    let ran = place.told(
        &["--data-dir", "taken/records", "new"],
        "Amberley Vale\nquit\nquit\n",
    );
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.out
            .contains("NOT SAVED: could not create the folder taken/records"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("--data-dir DIR"), "{}", ran.out);
    assert!(
        ran.out
            .contains("The last change is NOT saved. Enter retry"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("the last change is NOT saved"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("Saved in"), "{}", ran.err);
    // The end of the input is no reason to be silent either.
    let ran = place.told(&["--data-dir", "taken/records", "new"], "Amberley Vale\n");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("the last change is NOT saved"),
        "{}",
        ran.err
    );
}

#[test]
fn a_full_disk_is_said_and_leaves_the_record_whole() {
    let script = r#"
        printf 'Fell Side Library\n3\nquit\n' | "$P" --questionnaire "$B" new >/dev/null 2>&1
        dd if=/dev/zero of=disk/filler bs=1k >/dev/null 2>&1
        long=$(head -c 3000 /dev/zero | tr '\0' 'x')
        printf '2\nnote\n%s\nnote\n%sy\nquit\nquit\n' "$long" "$long" | "$P" open
        echo "
code=$?"
        rm disk/filler
        "$P" status; echo "code=$?"
        printf '2\nnote\n%s\nquit\n' "$long" | "$P" open >/dev/null 2>&1; echo "code=$?"
    "#;
    let Some(ran) = on_small_disk(script) else {
        return;
    };
    assert!(ran.out.contains("No space left on device"), "{ran:?}");
    assert!(
        ran.out.contains("Free some space, then try again."),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("The last change is NOT saved."),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("the last change is NOT saved"),
        "{}",
        ran.err
    );
    let codes: Vec<&str> = ran.out.lines().filter(|l| l.starts_with("code=")).collect();
    assert_eq!(codes, ["code=1", "code=3", "code=0"], "{}", ran.out);
    assert!(!ran.out.contains("cut short"), "{}", ran.out);
}

#[test]
fn a_read_only_disk_can_be_read() {
    let script = r#"
        printf 'Fell Side Library\n3\nquit\n' | "$P" --questionnaire "$B" new >/dev/null 2>&1
        mount -o remount,ro disk
        "$P" status; echo "code=$?"
        "$P" report -o board.pdf; echo "code=$?"
        "$P" report -o disk/board.pdf; echo "code=$?"
        printf '2\ncopy\n.\n12\nquit\n' | "$P" open; echo "
code=$?"
        grep -c '"value":12' fell-side-library.jsonl
        "$P" verify fell-side-library; echo "code=$?"
    "#;
    let Some(ran) = on_small_disk(script) else {
        return;
    };
    let codes: Vec<&str> = ran.out.lines().filter(|l| l.starts_with("code=")).collect();
    let expected = ["code=3", "code=0", "code=1", "code=0", "code=0"];
    assert_eq!(codes, expected, "{ran:?}");
    assert!(
        ran.out
            .contains("can only be read: could not open for writing"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("You go on in the copy."), "{}", ran.out);
    assert!(
        ran.err
            .contains("Choose another place: mfa-assess report -o FILE"),
        "{}",
        ran.err
    );
}

#[test]
fn a_migration_on_a_read_only_disk_can_be_looked_at_and_is_refused_as_a_whole() {
    let script = r#"
        printf 'Fell Side Library\n3\nquit\n' | "$P" --questionnaire "$B" new >/dev/null 2>&1
        sed 's/"version": "2026.1"/"version": "2026.2"/' "$B" > later.json
        mount -o remount,ro disk
        "$P" migrate --to later.json --dry-run; echo "code=$?"
        "$P" migrate --to "$B"; echo "code=$?"
        "$P" migrate --to later.json; echo "code=$?"
        mount -o remount,rw disk
        "$P" migrate --to later.json; echo "code=$?"
    "#;
    let Some(ran) = on_small_disk(script) else {
        return;
    };
    let codes: Vec<&str> = ran.out.lines().filter(|l| l.starts_with("code=")).collect();
    assert_eq!(codes, ["code=0", "code=0", "code=1", "code=0"], "{ran:?}");
    assert!(
        ran.err.contains("could not open for writing"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out.matches("Written as entry").count(), 1);
}

#[test]
fn a_write_that_is_cut_short_is_said_and_leaves_the_record_whole() {
    // A limit on the size of files stands for any disk that takes only part of a write.
    let script = r#"
        "$P" --questionnaire "$B" new >/dev/null 2>&1 <<END
Fell Side Library
3
quit
END
        record=$(ls "$MFA_ASSESS_DATA_DIR"/*.jsonl)
        long=$(head -c 900 /dev/zero | tr '\0' 'x')
        (
            trap '' XFSZ
            ulimit -f $(( $(wc -c < "$record") / 512 + 1 ))
            printf '2\nnote\n%s\nquit\nquit\n' "$long" | "$P" open
            echo "
code=$?"
        )
        "$P" status; echo "code=$?"
        printf '2\nnote\n%s\nquit\n' "$long" | "$P" open >/dev/null 2>&1; echo "code=$?"
        grep -c "$long" "$record"
    "#;
    let ran = place().script(script);
    assert!(ran.err.contains("the last change is NOT saved"), "{ran:?}");
    assert!(!ran.out.contains("cut short"), "{}", ran.out);
    let codes: Vec<&str> = ran.out.lines().filter(|l| l.starts_with("code=")).collect();
    assert_eq!(codes, ["code=1", "code=3", "code=0"], "{ran:?}");
    assert_eq!(ran.out.lines().last(), Some("1"), "{}", ran.out);
}

#[test]
fn a_record_begun_from_another_is_there_whole_or_not_at_all() {
    // Room for the beginning of the new record, and not for what is carried forward.
    let script = r#"
        long=$(head -c 3900 /dev/zero | tr '\0' 'x')
        printf 'Fell Side Library\n3\nAda Fell\n\nnext\nnote\n%s\nnext\nnote\n%s\nquit\n' "$long" "$long" \
            | "$P" --questionnaire "$B" new >/dev/null 2>&1
        pages=$(( ($(head -1 disk/records/fell-side-library.jsonl | wc -c) + 4095) / 4096 ))
        dd if=/dev/zero of=disk/filler bs=1k >/dev/null 2>&1
        truncate -s -$((pages * 4096)) disk/filler
        printf 'quit\n' | "$P" --questionnaire "$B" new --from fell-side-library
        echo "code=$?"
        ls disk/records
        rm disk/filler
        printf 'quit\n' | "$P" --questionnaire "$B" new --from fell-side-library >/dev/null 2>&1
        echo "code=$?"
        ls disk/records
    "#;
    let Some(ran) = on_small_disk(script) else {
        return;
    };
    assert!(ran.err.contains("No space left on device"), "{ran:?}");
    let (first, second) = ran.out.split_once("code=1\n").unwrap();
    assert_eq!(first, "", "{ran:?}");
    let (left, after) = second.split_once("code=0\n").unwrap();
    assert_eq!(
        left.lines().filter(|l| l.ends_with(".jsonl")).count(),
        1,
        "{left}"
    );
    assert_eq!(
        after.lines().filter(|l| l.ends_with(".jsonl")).count(),
        2,
        "{after}"
    );
}
