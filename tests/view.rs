//! What messages look like, and what is said about those that are wrong.
//!
//! `golden/view/*.json` are messages with the facts around them; the `.txt` beside each is their outline in every language
//! asked for. `golden/show-problems.txt` holds a wrong `show` a line, and below it what is said. `UPDATE=1 cargo test` writes
//! both anew; read the diff.

#![allow(clippy::unwrap_used)]

use shopbell::engine::countdown::{Countdown, Ending};
use shopbell::engine::event::{Event, Product};
use shopbell::engine::fact::{FACTS, FactType};
use shopbell::engine::id::{Chance, Id};
use shopbell::engine::time::parse_local;
use shopbell::node::{Doc, Node};
use shopbell::platform::declared::declared;
use shopbell::rules::check::path_at;
use shopbell::rules::decoder::Decoder;
use shopbell::rules::show::{Show, SiteText, show};
use shopbell::rules::theme::{Theme, theme};
use shopbell::value::Value;
use shopbell::view::build::{Facts, Given, view};
use shopbell::view::print::outline;
use shopbell::view::words::words;
use shopbell::view::{Kind, Row, View};
use std::path::Path;
use std::rc::Rc;

/// Prizes are drawn by it.
const EXPOSURE: Id = Id(7);

struct Known<'d> {
    facts: Option<Node<'d>>,
    currency: String,
    now: Option<Node<'d>>,
    recommended: Rc<[Product]>,
}

impl Facts for Known<'_> {
    fn fact(&self, name: &str) -> Option<(Value, FactType)> {
        let kind = FACTS.iter().find(|row| row.name == name).map_or(FactType::Json, |row| row.kind);
        let value = self.facts?.get(name)?;
        let whole = matches!(kind, FactType::Int | FactType::Money | FactType::Date);
        Some((if whole { value.integer().map_or(Value::Null, Value::Int) } else { value.value() }, kind))
    }
    fn currency(&self) -> &str {
        &self.currency
    }
    /// By a clock that shows UTC; what is counted began now.
    fn ending(&self, _: &str, countdown: &Countdown) -> Option<Ending> {
        let now = parse_local(self.now?.word())?;
        let at = countdown.until.unwrap_or(now + countdown.span);
        Some(Ending { at, local: at, over: at <= now })
    }
    /// A code, or `null` where the pool is empty; without either it has not come yet.
    fn code(&self, _: &str, pool: &str) -> Given {
        match self.facts.and_then(|facts| facts.get(&format!("pool.{pool}"))) {
            None => Given::Waits,
            Some(code) => code.shared().map_or(Given::None, Given::Code),
        }
    }
    fn recommended(&self) -> &[Product] {
        &self.recommended
    }
}

fn recommended(page: Option<Node<'_>>) -> Rc<[Product]> {
    let declaration = page.map_or_else(String::new, |page| format!("{{\"page\":{}}}", page.raw()));
    match declared(declaration.as_bytes(), "EUR").0.pop() {
        Some(Event::Described(page)) => page.recommended,
        _ => [].into(),
    }
}

/// What is said about an element stands before what is in it, and whatever begins in an element ends in it.
fn well_formed(view: &View) {
    let mut ends = vec![view.rows.len()];
    let mut own = false;
    for (place, row) in view.rows.iter().enumerate() {
        while *ends.last().unwrap() <= place {
            ends.pop();
            own = false;
        }
        if row.is_element() {
            let end = usize::try_from(row.number).unwrap();
            assert!(place < end && end <= *ends.last().unwrap(), "the element at {place} ends at {end}");
            ends.push(end);
            own = true;
        } else {
            assert!(own, "row {place}, `{}` {}, stands behind what is in its element", row.name, row.text);
        }
    }
}

fn texts(node: Option<Node<'_>>) -> Vec<Rc<str>> {
    node.map(|node| node.items().map(|item| Rc::from(item.text().unwrap())).collect()).unwrap_or_default()
}

fn site(cx: &mut Decoder, node: Option<Node<'_>>) -> SiteText {
    let get = |key: &str| node.and_then(|node| node.get(key));
    let mut site = SiteText {
        currency: Rc::from(get("currency").map_or("EUR", |node| node.word())),
        locales: texts(get("locales")),
        custom: texts(get("custom")),
        theme: get("theme").and_then(|node| theme(cx, node, &Theme::default())).unwrap_or_default(),
        words: Vec::new(),
    };
    site.words = get("words").map_or_else(Vec::new, |node| words(cx, node, &site));
    site
}

fn said(doc: &Doc<'_>, cx: &Decoder) -> String {
    cx.diagnostics
        .iter()
        .map(|problem| format!("  {} {:?} {}: {}\n", problem.code.name(), problem.code, path_at(doc.root(), problem.at), problem.message))
        .collect()
}

/// Decodes a case and draws its step in one language.
fn draw(doc: &Doc<'_>, locale: &str, step: usize, cx: &mut Decoder) -> Option<View> {
    let root = doc.root();
    let site = Rc::new(site(cx, root.get("site")));
    let show = show(cx, root.get("show").unwrap(), &site)?;
    let currency = root.get("currency").map_or(&*site.currency, |node| node.word()).to_owned();
    let answers: Vec<(Rc<str>, Rc<str>)> = root
        .get("answers")
        .map(|node| node.entries().map(|(key, value)| (Rc::from(key.text().unwrap()), Rc::from(value.text().unwrap()))).collect())
        .unwrap_or_default();
    Some(view(
        &show,
        step,
        &answers,
        EXPOSURE,
        locale,
        &Known { facts: root.get("facts"), currency, now: root.get("now"), recommended: recommended(root.get("page")) },
    ))
}

fn drawn(text: &str) -> String {
    let doc = Doc::scan(text.as_bytes()).unwrap();
    let steps = doc.root().get("show").and_then(|show| show.get("steps")).map_or(1, |steps| steps.items().count());
    let mut languages = texts(doc.root().get("in"));
    if languages.is_empty() {
        languages.push(Rc::from("en"));
    }
    let mut out = String::new();
    for locale in languages {
        for step in 0..steps {
            let mut cx = Decoder::default();
            let drawn = draw(&doc, &locale, step, &mut cx).map_or_else(
                || String::from("not drawn\n"),
                |view| {
                    well_formed(&view);
                    outline(&view)
                },
            );
            out.push_str(&said(&doc, &cx));
            out.push_str(&drawn);
        }
    }
    out
}

fn same_as_file(path: &Path, found: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(expected == found, "{} differs; found:\n{found}", path.display());
}

#[test]
fn messages_look_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/view");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            same_as_file(&path.with_extension("txt"), &drawn(&std::fs::read_to_string(&path).unwrap()));
            count += 1;
        }
    }
    assert!(count >= 15, "only {count} cases were found");
}

#[test]
fn every_problem_is_reported_where_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/show-problems.txt");
    let mut out = String::new();
    for line in std::fs::read_to_string(&path).unwrap().lines().filter(|line| !line.starts_with("  ")) {
        out.push_str(line);
        out.push('\n');
        if !line.starts_with('{') {
            continue;
        }
        let doc = Doc::scan(line.as_bytes()).unwrap();
        let mut cx = Decoder::default();
        let site = Rc::new(SiteText {
            currency: Rc::from("EUR"),
            locales: vec![Rc::from("en"), Rc::from("ro")],
            custom: vec![Rc::from("size")],
            ..SiteText::default()
        });
        let decoded = show(&mut cx, doc.root(), &site);
        assert!(!cx.diagnostics.is_empty(), "nothing was said about {line}");
        assert_eq!(decoded.is_none(), cx.errors > 0, "{line}");
        out.push_str(&said(&doc, &cx));
        if decoded.is_some() {
            out.push_str("  drawn all the same\n");
        }
    }
    same_as_file(&path, &out);
}

#[test]
#[should_panic(expected = "stands behind what is in its element")]
fn a_view_that_says_something_too_late_is_found() {
    let show = decoded(r#"{ "surface": "modal", "blocks": [{ "text": "Made *by hand*, here" }] }"#);
    let mut found =
        view(&show, 0, &[], Id::default(), "en", &Known { facts: None, currency: "EUR".into(), now: None, recommended: [].into() });
    well_formed(&found);
    found.rows.push(Row { kind: Kind::Text, name: "title", text: "".into(), number: 0 });
    well_formed(&found);
}

fn decoded(text: &str) -> Show {
    let doc = Doc::scan(text.as_bytes()).unwrap();
    let mut cx = Decoder::default();
    let show = show(&mut cx, doc.root(), &Rc::new(SiteText { currency: Rc::from("EUR"), ..SiteText::default() }));
    show.unwrap_or_else(|| panic!("{}", said(&doc, &cx)))
}

#[test]
fn ways_lead_to_steps() {
    let show = decoded(
        r#"{ "surface": "modal", "steps": [
            { "id": "ask", "blocks": [{ "nps": "Q" }], "next": [{ "when": { "answer.nps": { "$gte": 9 } }, "to": "thanks" }, "why"] },
            { "id": "why", "blocks": [{ "comment": { "label": "Why?", "required": true } }], "next": "thanks" },
            { "id": "thanks", "blocks": [{ "text": "Thanks" }] } ] }"#,
    );
    let [ask, why, thanks] = show.steps.as_slice() else { panic!() };
    assert_eq!(ask.next.iter().map(|way| (way.when.is_some(), way.to)).collect::<Vec<_>>(), [(true, 2), (false, 1)]);
    assert_eq!(why.next.iter().map(|way| (way.when, way.to)).collect::<Vec<_>>(), [(None, 2)]);
    assert!(thanks.next.is_empty());
    let wrong = |step, text: &str| {
        let answers = [(Rc::from("comment"), Rc::from(text))];
        view(&show, step, &answers, EXPOSURE, "", &Known { facts: None, currency: String::from("EUR"), now: None, recommended: [].into() })
            .wrong
    };
    assert!(!wrong(0, "") && wrong(1, "") && !wrong(1, "slow"));
}

#[test]
fn only_what_stands_in_the_page_does_not_interrupt() {
    for (surface, interrupts) in [
        (r#""modal""#, true),
        (r#""bar""#, true),
        (r#""side""#, true),
        (r#""fullscreen""#, true),
        (r##""inline", "selector": "#x""##, false),
    ] {
        let show = decoded(&format!(r#"{{ "surface": {surface}, "blocks": [{{ "text": "Hi" }}] }}"#));
        assert_eq!(show.interrupts(), interrupts, "{surface}");
    }
}

#[test]
fn a_step_that_there_is_not_is_empty() {
    let show = decoded(r#"{ "surface": "modal", "blocks": [{ "text": "Hi" }] }"#);
    let view = view(&show, 7, &[], EXPOSURE, "", &Known { facts: None, currency: String::from("EUR"), now: None, recommended: [].into() });
    assert!(view.rows.is_empty() && view.actions.is_empty());
}

/// What a wheel gives for an exposure: what is sent once it is spun, and what it looks like then.
fn spin(show: &Show, exposure: u128) -> (String, View) {
    let known = Known { facts: None, currency: String::from("EUR"), now: None, recommended: [].into() };
    let kept = view(show, 0, &[], Id(exposure), "", &known).kept;
    let answer = kept.first().unwrap().1.to_string();
    (answer, view(show, 0, &kept, Id(exposure), "", &known))
}

#[test]
fn a_wheel_gives_what_its_odds_say() {
    let odds = [("a", 30.0), ("b", 0.5), ("c", 12.25), ("d", 0.0), ("e", 57.25)];
    let slices: Vec<String> = odds.iter().map(|(text, odds)| format!(r#"{{ "text": "{text}", "odds": {odds} }}"#)).collect();
    let show = decoded(&format!(r#"{{ "surface": "modal", "blocks": [{{ "wheel": {{ "slices": [{}] }} }}] }}"#, slices.join(",")));
    let mut counts = [0.0; 5];
    let mut chance = Chance::new(*b"sixteen bytes...");
    for _ in 0..10_000 {
        let (answer, _) = spin(&show, chance.id().0);
        counts[odds.iter().position(|(text, _)| *text == answer).unwrap()] += 1.0;
    }
    assert_eq!(counts[3], 0.0, "what has no odds is never given");
    let chi: f64 = odds
        .iter()
        .zip(counts)
        .filter(|((_, odds), _)| *odds > 0.0)
        .map(|((_, odds), count): (_, f64)| (count - odds * 100.0).powi(2) / (odds * 100.0))
        .sum();
    // 3 degrees of freedom: chi squared stays below 16.3 in 999 of 1,000 fair wheels.
    assert!(chi < 16.3, "{chi} {counts:?}");
}

#[test]
fn a_wheel_stops_where_it_was_decided() {
    let slices: Vec<String> = (0..8).map(|place| format!(r#"{{ "text": "{place}", "odds": 12.5 }}"#)).collect();
    let show = decoded(&format!(r#"{{ "surface": "modal", "blocks": [{{ "wheel": {{ "slices": [{}] }} }}] }}"#, slices.join(",")));
    for exposure in 0..100 {
        let (answer, spun) = spin(&show, exposure);
        let said = |name: &str| spun.rows.iter().find(|row| row.name == name).unwrap().text.to_string();
        assert_eq!(said("--stop"), answer);
        let won = spun.rows.iter().position(|row| row.name == "data-won").unwrap();
        assert_eq!(*spun.rows[won - 1].text, *answer);
        assert_eq!(spin(&show, exposure).0, answer);
    }
}
