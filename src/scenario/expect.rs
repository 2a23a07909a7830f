//! What was expected, against what is.
//!
//! Decides when an expectation is met, and says in a marketer's words what is there instead.

use super::host::Host;
use super::line;
use super::script::{Expectation, Why};
use super::words::words;
use std::rc::Rc;

/// Something expected, and what was found in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// What the scenario says.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// All that is not as expected. Outcomes and actions that were looked at do not count again.
pub fn misses(expected: &Expectation, host: &mut Host<'_>) -> Vec<Miss> {
    let mut misses = Vec::new();
    let mut miss = |expected: String, found: String| misses.push(Miss { expected, found });
    on_screen(expected, host, &mut miss);
    if let Some(why) = &expected.why {
        stopped(why, host, &mut miss);
    }
    if let Some(wanted) = &expected.outcomes {
        let left = std::mem::take(&mut host.outcomes);
        let left: Vec<String> = left.iter().map(line::outcome).collect();
        sequence("outcomes", wanted, &left, &mut miss);
    }
    if let Some(wanted) = &expected.did {
        let done = std::mem::take(&mut host.did);
        sequence("actions", wanted, &done, &mut miss);
    }
    if let Some(remembered) = expected.remembered
        && remembered != host.remembers()
    {
        let kept =
            |something: bool| String::from(if something { "something is kept for the visitor" } else { "nothing is kept for the visitor" });
        miss(kept(remembered), kept(!remembered));
    }
    misses
}

fn on_screen(expected: &Expectation, host: &Host<'_>, miss: &mut impl FnMut(String, String)) {
    let messages = host.on_screen();
    let names: Vec<&str> = messages.iter().map(|message| message.campaign).collect();
    if let Some(wanted) = &expected.shown {
        let mut same: (Vec<&str>, Vec<&str>) = (names.clone(), wanted.iter().map(|name| &**name).collect());
        same.0.sort_unstable();
        same.1.sort_unstable();
        if same.0 != same.1 {
            let mut found = if names.is_empty() { String::from("nothing") } else { names.join(" and ") };
            for absent in wanted.iter().filter(|name| !names.contains(&&***name)) {
                let why = host.explained(absent).map_or_else(|| String::from("there is no such campaign"), |line| line.sentence);
                found.push_str(&format!("; {absent}: {why}"));
            }
            let wanted = wanted.iter().map(|name| &**name).collect::<Vec<_>>();
            miss(
                format!("on screen: {}", if wanted.is_empty() { String::from("nothing") } else { wanted.join(" and ") }),
                format!("on screen: {found}"),
            );
            return;
        }
    }
    let Some(message) = messages.last() else {
        if expected.variant.is_some() || expected.step.is_some() || !expected.text.is_empty() {
            miss(String::from("a message on screen"), String::from("nothing on screen"));
        }
        return;
    };
    let mut same = |what: &str, wanted: &Option<Rc<str>>, found: &str| {
        if let Some(wanted) = wanted
            && **wanted != *found
        {
            miss(format!("{what} {wanted}"), format!("{what} {found}"));
        }
    };
    same("variant", &expected.variant, message.variant);
    same("step", &expected.step, message.step);
    let said = words(message.view);
    for text in &expected.text {
        if !said.contains(&**text) {
            miss(format!("it says {}", line::quoted(text)), format!("it says {}", line::quoted(&said)));
        }
    }
    for text in &expected.without {
        if said.contains(&**text) {
            miss(format!("it does not say {}", line::quoted(text)), format!("it says {}", line::quoted(&said)));
        }
    }
}

fn stopped(why: &Why, host: &Host<'_>, miss: &mut impl FnMut(String, String)) {
    let Why { campaign, gate, says } = why;
    let Some(line) = host.explained(campaign) else {
        return miss(format!("a campaign {campaign}"), String::from("there is none of that name"));
    };
    // What is on screen is not stopped, though a gate (its own cap) may be closed for the next time.
    if line.state == "showing" {
        return miss(format!("{campaign} is not on screen"), format!("{campaign} is on screen"));
    }
    let closed = gate.as_ref().map(|gate| line.gates.iter().find(|line| *line.gate == **gate && !line.pass));
    let sentence = match closed {
        Some(Some(gate)) => &gate.sentence,
        Some(None) => {
            let gates: Vec<&str> = line.gates.iter().filter(|line| !line.pass).map(|line| line.gate).collect();
            let gates = if gates.is_empty() { String::from("none") } else { gates.join(", ") };
            let wanted = gate.as_deref().unwrap_or_default();
            return miss(format!("{campaign} is stopped by the gate {wanted}"), format!("closed gates: {gates}. {}", line.sentence));
        }
        None => &line.sentence,
    };
    if let Some(says) = says
        && !sentence.contains(&**says)
    {
        miss(format!("why {campaign} is not there: \u{2026}{says}\u{2026}"), sentence.clone());
    }
}

/// Each wanted line is the beginning of the line found: `exposed`, or `exposed welcome-line/holdout`.
fn sequence(what: &str, wanted: &[Rc<str>], found: &[String], miss: &mut impl FnMut(String, String)) {
    let begins = |line: &str, start: &str| line.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '/']));
    let same = wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| begins(found, wanted));
    if !same {
        let list = |lines: Vec<&str>| if lines.is_empty() { String::from("none") } else { lines.join(", ") };
        let wanted = list(wanted.iter().map(|line| &**line).collect());
        miss(format!("{what}: {wanted}"), format!("{what}: {}", list(found.iter().map(|line| &**line).collect())));
    }
}
