//! What commands print and how they end, on a machine without files.

mod common;

use common::ran;
use shopbell::rules::diagnostic::CODES;

#[test]
fn explain_code_alone_lists_every_code() {
    let (exit, printed, complaints) = ran(&["explain-code"]);
    assert_eq!((exit, complaints.as_str()), (0, ""));
    assert_eq!(printed.lines().count(), CODES.len());
    assert!(printed.contains("\nSB008  error    unknown fact\n"), "{printed}");
    assert!(printed.contains("\nSB021  error    an address that is not allowed\n"), "{printed}");
}

#[test]
fn explain_code_takes_small_letters() {
    let (exit, printed, _) = ran(&["explain-code", "sb012"]);
    assert_eq!((exit, printed.lines().next()), (0, Some("# SB012: not a span of time")));
}

#[test]
fn explain_code_refuses_what_is_no_code() {
    let (exit, printed, complaints) = ran(&["explain-code", "SB1012"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    assert!(complaints.starts_with("error: there is no code `SB1012`; did you mean `SB012`?"), "{complaints}");
}

#[test]
fn colours_stand_for_the_marks() {
    let (_, plain, _) = ran(&["explain-code", "SB008"]);
    let (exit, painted, _) = ran(&["--color", "always", "explain-code", "SB008"]);
    assert_eq!(exit, 0);
    assert!(plain.contains("# SB008: unknown fact\n") && plain.contains("`custom`") && !plain.contains('\u{1b}'), "{plain}");
    assert!(painted.starts_with("\u{1b}[1;31mSB008: unknown fact\u{1b}[0m\n"), "{painted}");
    assert!(painted.contains("\u{1b}[1;31mWrong\u{1b}[0m\n") && painted.contains("\u{1b}[1;32mRight\u{1b}[0m\n"), "{painted}");
    assert!(painted.contains("\u{1b}[36mcustom\u{1b}[0m"), "{painted}");
    let marks = ["`", "#", "]("].into_iter().filter(|mark| painted.contains(mark));
    assert_eq!(marks.count(), 0, "{painted}");
}

#[test]
fn colours_show_how_bad_a_code_is() {
    let (_, list, _) = ran(&["--color", "always", "explain-code"]);
    assert!(list.contains("\nSB027  \u{1b}[33mwarning\u{1b}[0m  "), "{list}");
    let (_, page, _) = ran(&["--color", "always", "explain-code", "SB027"]);
    assert!(page.starts_with("\u{1b}[1;33mSB027: "), "{page}");
}
