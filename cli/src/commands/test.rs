//! `shopbell test`: plays scenarios and says which did not go as expected.

use crate::outputs::coverage::{Covered, blocks};
use crate::outputs::tests::{Outcome, human, json, junit, sum, tap};
use crate::world::{World, files_in, folder_of};
use crate::{COULD_NOT, FINE, PROBLEMS};
use clap::{Args, ValueEnum};
use shopbell::node::Doc;
use shopbell::scenario::{Failure, Played, Rules, play_noting, rules_of};

/// Which scenarios, and how.
#[derive(Args)]
pub struct Options {
    /// Scenario files, or folders in which every `*.scenario.json` is one
    #[arg(value_name = "DIR", default_value = ".")]
    paths: Vec<String>,
    /// Only those whose path has this word
    #[arg(long, value_name = "WORD", default_value = "")]
    only: String,
    /// How results are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Print all that happened, a line each
    #[arg(long)]
    log: bool,
    /// Say what no scenario has reached, by rule file (formats human and json)
    #[arg(long)]
    coverage: bool,
    /// Play again whenever a scenario or its rules are written, until Ctrl-C
    #[arg(long)]
    watch: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
    /// JUnit's XML, which every CI reads
    Junit,
    /// Test Anything Protocol, version 14
    Tap,
}

pub fn run(options: &Options, colors: bool, world: &mut dyn World) -> Result<u8, String> {
    let (mut code, mut seen) = round(options, colors, world)?;
    loop {
        if !options.watch {
            return Ok(code);
        }
        if !world.rest() {
            return Err(String::from("files cannot be watched here; leave out `--watch`"));
        }
        let written = seen.iter().any(|(path, at)| world.written_at(path) != *at);
        if written || files_in(world, &options.paths, ".scenario.json")?.len() != scenarios(&seen) {
            world.print("\n");
            (code, seen) = round(options, colors, world).unwrap_or_else(|sentence| {
                world.complain(&format!("error: {sentence}\n"));
                (COULD_NOT, seen)
            });
        }
    }
}

/// Files that were read, and when each was written.
type Seen = Vec<(String, Option<i64>)>;

fn scenarios(seen: &Seen) -> usize {
    seen.iter().filter(|(path, _)| path.ends_with(".scenario.json")).count()
}

/// Plays all of them once.
fn round(options: &Options, colors: bool, world: &mut dyn World) -> Result<(u8, Seen), String> {
    let mut seen = Seen::new();
    let begun = world.clock();
    let mut outcomes = Vec::new();
    let mut covered = options.coverage.then(Vec::new);
    for path in files_in(world, &options.paths, ".scenario.json")? {
        seen.push((path.clone(), world.written_at(&path)));
        if !path.contains(&options.only) {
            continue;
        }
        let played = one(&path, world, &mut seen, covered.as_mut());
        if options.log && options.format == Format::Human {
            world.print(&format!("# {path}: {}\n{}\n", played.name, played.log));
        }
        outcomes.push(Outcome { path, played });
    }
    if outcomes.is_empty() {
        let which = if options.only.is_empty() { String::new() } else { format!(" with `{}` in its path", options.only) };
        return Err(format!("there is no file named `*.scenario.json`{which} in {}", options.paths.join(", ")));
    }
    let text = match options.format {
        Format::Human => {
            let blocks = covered.map_or_else(String::new, |covered| blocks(&covered, colors));
            human(&outcomes, colors) + &blocks + &sum(&outcomes, world.clock() - begun, colors)
        }
        Format::Json => json(&outcomes, covered.as_deref()),
        Format::Junit => junit(&outcomes),
        Format::Tap => tap(&outcomes),
    };
    world.print(&text);
    let passed = outcomes.iter().all(|outcome| outcome.played.passed);
    Ok((if passed { FINE } else { PROBLEMS }, seen))
}

/// Plays one; what cannot be read is a failure of this scenario and costs the others nothing.
fn one(path: &str, world: &dyn World, seen: &mut Seen, covered: Option<&mut Vec<Covered>>) -> Played {
    let failed = |sentence: String| Played {
        name: path.into(),
        passed: false,
        steps: 0,
        log: String::new(),
        failures: vec![Failure { step: 0, expected: String::new(), found: sentence, place: String::from("line 1, column 1") }],
    };
    let scenario = match world.read(path) {
        Ok(scenario) => scenario,
        Err(why) => return failed(format!("cannot be read: {why}")),
    };
    let (rules, file) = match rules_of(&scenario) {
        Ok(Rules::Here(rules)) => (rules, None),
        Ok(Rules::File(name)) => {
            let file = format!("{}{name}", folder_of(path));
            seen.push((file.clone(), world.written_at(&file)));
            match world.read(&file) {
                Ok(rules) => (rules, Some(file)),
                Err(why) => return failed(format!("its rules `{file}` cannot be read: {why}")),
            }
        }
        // Played against nothing, so that what is wrong with the scenario is said with its place.
        Err(sentence) if Doc::scan(&scenario).is_ok() => return failed(sentence),
        Err(_) => return play_noting(&[], &scenario, None),
    };
    let reached = covered.map(|covered| {
        let known = file.as_ref().and_then(|file| covered.iter().position(|known| known.path == *file));
        let place = known.unwrap_or_else(|| {
            covered.push(match file {
                Some(file) => Covered::of_file(file, &rules),
                None => Covered::of_scenario(path, &scenario, &rules),
            });
            covered.len() - 1
        });
        &mut covered[place].reached
    });
    play_noting(&rules, &scenario, reached)
}
