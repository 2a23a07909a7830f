//! The rules of delivery, one by one.

use shopbell::delivery::{Command, Delivery, Happened, IN_FLIGHT, KEY, MOST_BYTES, MOST_KEYS, NOTE};

const NOW: i64 = 1_790_000_000_000;
const DAY: i64 = 86_400_000;

fn id(number: u32) -> String {
    format!("{:032x}", u128::from(number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

fn line_of(number: u32, at: i64, kind: &str, more: &str) -> String {
    format!("{{\"id\":\"{}\",\"at\":{at},\"type\":\"{kind}\"{more}}}", id(number))
}

fn line(number: u32) -> String {
    line_of(number, NOW, "clicked", "")
}

fn key(number: u32) -> String {
    format!("{KEY}{}", id(number))
}

/// A page that has found nothing left behind.
fn page() -> Delivery {
    let mut page = Delivery::default();
    assert_eq!(page.happened(NOW, Happened::Allowed(true)), [Command::LookIdle]);
    look(&mut page, NOW, (Vec::new(), None));
    page
}

/// Storage holds this, and this note.
fn look(page: &mut Delivery, now: i64, (found, note): (Vec<(String, Option<String>)>, Option<String>)) -> Vec<Command> {
    let mut commands = Vec::new();
    for (name, text) in found {
        commands.extend(page.happened(now, Happened::Found(&name, text)));
    }
    commands.extend(page.happened(now, Happened::Looked(note.as_deref())));
    commands
}

/// An outcome is reported, and storage holds nothing of other pages.
fn report(page: &mut Delivery, number: u32) {
    assert_eq!(page.happened(NOW, Happened::Reported(line(number))), [Command::Look], "what did others leave?");
    let written = look(page, NOW, (Vec::new(), None));
    assert_eq!(written, [Command::Write(key(number), line(number))]);
}

/// A page that has sent these outcomes in its first request.
fn sent(numbers: &[u32]) -> Delivery {
    let mut page = page();
    for number in numbers {
        report(&mut page, *number);
    }
    assert_eq!(posts(&page.happened(NOW, Happened::Settled)).len(), 1);
    page
}

fn posts(commands: &[Command]) -> Vec<&str> {
    commands.iter().filter_map(|command| if let Command::Post(_, body) = command { Some(body.as_str()) } else { None }).collect()
}

fn deleted(commands: &[Command]) -> Vec<&str> {
    commands.iter().filter_map(|command| if let Command::Delete(key) = command { Some(key.as_str()) } else { None }).collect()
}

fn accepted(numbers: &[u32]) -> String {
    format!("{{\"accepted\":{:?},\"rejected\":[]}}", numbers.iter().map(|number| id(*number)).collect::<Vec<_>>())
}

#[test]
fn it_is_written_before_it_is_sent() {
    let mut page = page();
    report(&mut page, 1);
    let body = format!("{{\"format\":1,\"outcomes\":[{}]}}", line(1));
    assert_eq!(page.happened(NOW, Happened::Settled), [Command::Post(1, body)]);
    assert_eq!(page.happened(NOW, Happened::Settled), [], "it is on its way");
}

#[test]
fn what_one_moment_brings_leaves_together() {
    let mut page = page();
    report(&mut page, 1);
    report(&mut page, 2);
    let commands = page.happened(NOW, Happened::Settled);
    assert!(posts(&commands)[0].contains(&line(2)) && posts(&commands)[0].contains(&line(1)));
}

#[test]
fn only_what_is_listed_is_done_with() {
    let mut page = sent(&[1, 2]);
    let commands = page.happened(NOW, Happened::Replied(1, 200, 0, &accepted(&[2])));
    assert_eq!(deleted(&commands), [key(2)]);
    let at = page.wake_at(NOW);
    assert!((NOW + 1..=NOW + 1_001).contains(&at), "a second at most: {}", at - NOW);
    assert_eq!(page.happened(at - 1, Happened::Settled), []);
    let again = page.happened(at, Happened::Settled);
    assert!(posts(&again)[0].contains(&line(1)) && !posts(&again)[0].contains(&line(2)), "with the id it had");
}

#[test]
fn what_the_collector_rejects_is_counted_and_not_sent_again() {
    let mut page = sent(&[1, 2]);
    let reply = format!("{{\"accepted\":[\"{}\"],\"rejected\":[{{\"id\":\"{}\",\"why\":\"erased\"}}]}}", id(1), id(2));
    let commands = page.happened(NOW, Happened::Replied(1, 200, 0, &reply));
    assert_eq!(deleted(&commands), [key(1), key(2)]);
    report(&mut page, 3);
    assert!(posts(&page.happened(NOW, Happened::Settled))[0].starts_with("{\"format\":1,\"dropped\":1,"));
    page.happened(NOW, Happened::Replied(2, 200, 0, &accepted(&[3])));
    report(&mut page, 4);
    assert!(!posts(&page.happened(NOW, Happened::Settled))[0].contains("dropped"), "told once");
}

#[test]
fn a_collector_that_lists_nothing_is_believed() {
    for body in ["", "{}", "ok", "[]", "<html>", "{\"accepted\":7}"] {
        let commands = sent(&[1, 2]).happened(NOW, Happened::Replied(1, 204, 0, body));
        assert_eq!(deleted(&commands), [key(1), key(2)], "{body}");
    }
    let commands = sent(&[1]).happened(NOW, Happened::Replied(1, 200, 0, "{\"accepted\":[]}"));
    assert_eq!(deleted(&commands), [] as [&str; 0], "an empty list is a list");
}

#[test]
fn what_is_refused_is_given_up_and_the_rest_tried_again() {
    for status in [400, 401, 403, 404, 413, 422] {
        let commands = sent(&[1]).happened(NOW, Happened::Replied(1, status, 0, ""));
        assert_eq!(deleted(&commands), [key(1)], "{status}");
        assert!(commands.contains(&Command::Write(NOTE.into(), "[0,1]".into())), "{status}: it is counted");
    }
    for status in [0, 302, 408, 425, 429, 500, 502, 503] {
        let mut page = sent(&[1]);
        assert_eq!(page.happened(NOW, Happened::Replied(1, status, 0, "")), [], "{status}");
        assert!(page.wake_at(NOW) < NOW + 2_000, "{status}");
    }
}

#[test]
fn retry_after_is_honoured_even_when_the_page_is_left() {
    let mut page = sent(&[1]);
    page.happened(NOW, Happened::Replied(1, 503, 30, ""));
    let at = page.wake_at(NOW);
    assert!((NOW + 30_000..=NOW + 31_001).contains(&at), "{}", at - NOW);
    assert_eq!(page.happened(NOW + 29_000, Happened::Hidden), []);
    assert_eq!(posts(&page.happened(at, Happened::Settled)).len(), 1);
}

#[test]
fn waits_grow_to_a_minute_and_are_not_alike() {
    let mut waits = std::collections::BTreeSet::new();
    for number in 1..50 {
        let mut page = sent(&[number]);
        let mut now = NOW;
        for flight in 1..12 {
            page.happened(now, Happened::Replied(flight, 500, 0, ""));
            let at = page.wake_at(now);
            assert!(at > now && at <= now + 60_001 && at <= now + (1_000 << flight.min(7)), "attempt {flight}: {}", at - now);
            if flight == 8 {
                waits.insert(at - now);
            }
            now = at;
            assert_eq!(posts(&page.happened(now, Happened::Settled)).len(), 1);
        }
    }
    assert!(waits.len() > 40 && waits.iter().any(|wait| *wait > 30_000), "{waits:?}");
}

#[test]
fn a_blocker_is_asked_three_times() {
    let mut page = sent(&[1]);
    let mut now = NOW;
    for flight in 1..=2 {
        page.happened(now, Happened::Replied(flight, 0, 0, ""));
        now = page.wake_at(now);
        assert_eq!(posts(&page.happened(now, Happened::Settled)).len(), 1);
    }
    page.happened(now, Happened::Replied(3, 0, 0, ""));
    assert_eq!(page.wake_at(now), i64::MAX);
    // It is written; the next page sends it.
    report(&mut page, 2);
    assert_eq!(page.happened(now, Happened::Settled), []);
    assert_eq!(page.happened(now, Happened::Hidden), []);
}

#[test]
fn what_is_left_unsent_goes_when_the_page_goes_and_stays_written() {
    let mut page = sent(&[1]);
    page.happened(NOW, Happened::Replied(1, 500, 0, ""));
    let commands = page.happened(NOW, Happened::Hidden);
    assert_eq!((posts(&commands).len(), commands.len()), (1, 1));
    assert_eq!(page.happened(NOW, Happened::Hidden), [], "it is on its way");
}

#[test]
fn what_earlier_pages_left_is_sent_by_one_tab() {
    let left = || vec![(key(1), Some(line(1)))];
    let mut one = page();
    let commands = look(&mut one, NOW, (left(), None));
    let note = format!("[{},0]", NOW + 10_000);
    assert_eq!(commands, [Command::Write(NOTE.into(), note.clone())]);
    assert_eq!(posts(&one.happened(NOW, Happened::Settled)).len(), 1);

    let mut other = page();
    assert_eq!(look(&mut other, NOW + 5, (left(), Some(note.clone()))), []);
    assert_eq!(other.happened(NOW + 5, Happened::Settled), []);
    assert_eq!(other.wake_at(NOW + 5), NOW + 10_000, "the first may have died with it");
    // The first delivered it: nothing is left to do.
    assert_eq!(other.happened(NOW + 10_000, Happened::Woken), [Command::Look]);
    look(&mut other, NOW + 10_000, (Vec::new(), None));
    assert_eq!(other.happened(NOW + 10_000, Happened::Settled), []);
}

#[test]
fn a_lease_from_a_wrong_clock_binds_nobody() {
    let mut page = page();
    look(&mut page, NOW, (vec![(key(1), Some(line(1)))], Some(format!("[{},0]", NOW + DAY))));
    assert_eq!(posts(&page.happened(NOW, Happened::Settled)).len(), 1);
}

#[test]
fn a_withdrawal_deletes_every_key_at_once() {
    let mut page = sent(&[1]);
    assert_eq!(page.happened(NOW, Happened::Allowed(false)), [Command::Look]);
    let commands = look(&mut page, NOW, (vec![(key(1), Some(line(1))), (key(2), Some(line(2)))], None));
    assert_eq!(deleted(&commands), [key(1), key(2), NOTE.into()]);
    assert_eq!(page.happened(NOW, Happened::Settled), []);
    assert_eq!(page.happened(NOW, Happened::Reported(line(3))), []);
    assert_eq!(page.happened(NOW, Happened::Hidden), []);
}

#[test]
fn nothing_happens_before_the_answer() {
    let mut page = Delivery::default();
    for happened in [Happened::Reported(line(1)), Happened::Settled, Happened::Woken, Happened::Hidden] {
        assert_eq!(page.happened(NOW, happened), []);
    }
    assert_eq!(page.wake_at(NOW), i64::MAX);
}

#[test]
fn what_is_no_outcome_is_deleted_and_never_sent() {
    let mut page = page();
    let odd = [
        (key(1), Some("not json".into())),
        (key(2), Some(line(3))),
        (format!("{KEY}short"), Some(line(4))),
        (key(5), Some(format!("{},{}", line(5), line(6)))),
        (key(7), Some(line_of(7, NOW, "clicked", &format!(",\"x\":\"{}\"", "x".repeat(40_000))))),
        (key(9), Some(line_of(9, i64::MIN, "purchase", ""))),
        (key(8), Some(line_of(8, NOW - 8 * DAY, "purchase", ""))),
    ];
    let names: Vec<String> = odd.iter().map(|(name, _)| name.clone()).collect();
    let commands = look(&mut page, NOW, (odd.into(), Some(format!("[{0},{0}]", i64::MAX))));
    assert_eq!(deleted(&commands), names);
    assert_eq!(page.happened(NOW, Happened::Settled), []);
}

#[test]
fn when_there_is_no_room_what_counts_least_goes_first() {
    let mut page = page();
    let kinds = ["purchase", "submitted", "impression", "clicked", "converted"];
    let found = (0..MOST_KEYS as u32).map(|n| (key(n), Some(line_of(n, NOW + i64::from(n), kinds[n as usize % 5], "")))).collect();
    look(&mut page, NOW, (found, None));
    page.happened(NOW, Happened::Reported(line_of(1_000, NOW, "purchase", "")));
    let names = (0..MOST_KEYS as u32).map(|n| (key(n), None)).collect();
    let commands = look(&mut page, NOW, (names, None));
    assert_eq!(deleted(&commands), [key(2)], "the oldest impression");
    assert!(commands.contains(&Command::Write(key(1_000), line_of(1_000, NOW, "purchase", ""))));
}

#[test]
fn orders_and_answers_never_go_and_the_room_stays_what_it_is() {
    let mut page = page();
    let more = format!(",\"x\":\"{}\"", "x".repeat(1_000));
    let mut written = 0;
    let mut sent = 0;
    for number in 0..300 {
        page.happened(NOW, Happened::Reported(line_of(number, NOW, "purchase", &more)));
        let names = (0..number).map(|n| (key(n), None)).collect();
        let commands = look(&mut page, NOW, (names, None));
        assert_eq!(deleted(&commands), [] as [&str; 0]);
        for command in &commands {
            if let Command::Write(key, text) = command {
                written += key.len() + text.len();
            }
        }
    }
    assert!(written <= MOST_BYTES && written > MOST_BYTES - 2_000, "{written}");
    // All are sent nevertheless, as long as the page lives.
    for flight in 1..20 {
        let commands = page.happened(NOW, Happened::Settled);
        let Some(body) = posts(&commands).first().copied() else { break };
        assert!(body.len() < IN_FLIGHT + 1_000);
        sent += body.matches("\"id\"").count();
        page.happened(NOW, Happened::Replied(flight, 204, 0, ""));
    }
    assert_eq!(sent, 300);
}
