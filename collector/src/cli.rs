//! The command line: which commands there are, and what they print.
//!
//! Exit codes: 0 all is well, 2 it could not run.

use crate::intake::field::{is_hex, is_word};
use crate::report::day::Day;
use crate::report::facts::Gathering;
use crate::report::{self, Closed};
use crate::serve::run::{RulesFile, Serving, serve};
use crate::serve::{Keys, Settings, door, now};
use crate::store::{Limits, codes, connect, erase, export, feed, import, settings};
use crate::{code, store};
use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use std::fs;
use std::io::{BufRead, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  shopbell-collector serve --site ceramics --origin https://kiln.example
  shopbell-collector coupons add --pool welcome codes.txt
  shopbell-collector coupons add --pool welcome --generate 500
  shopbell-collector report --as-of 2026-11-30
  shopbell-collector export > outcomes.ndjson
  shopbell-collector import outcomes.ndjson
  shopbell-collector erase 0123456789abcdef0123456789abcdef

Exit codes: 0 all is well, 2 it could not run.";

/// Takes shopbell's outcomes and keeps each once
#[derive(Parser)]
#[command(name = "shopbell-collector", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Arguments {
    /// The file that everything is kept in; made where it is not there
    #[arg(long, global = true, value_name = "sqlite:FILE", default_value = "sqlite:shopbell.db", env = "SHOPBELL_STORE", value_parser = file)]
    store: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take outcomes, orders and claims, until it is told to stop
    Serve(Serve),
    /// Add codes to pools, and see how many are left
    #[command(subcommand)]
    Coupons(Coupons),
    /// Say what came of it: tests, orders, scores, answers, codes
    Report(Report),
    /// Print everything, a line of JSON each: rule files, outcomes, orders of shops' servers, pools
    Export,
    /// Take what an export printed; what is there already stays, so that it may be begun again
    Import {
        /// Lines of `shopbell-collector export`
        file: PathBuf,
    },
    /// Copy the store while it is used
    Backup {
        /// Where to; a file that is there is not overwritten
        file: PathBuf,
    },
    /// Forget a visitor, and refuse what arrives late
    Erase {
        /// 32 hexadecimal digits
        visitor: String,
    },
    /// Make a new token for reading; the one before no longer holds after a restart
    Token,
}

#[derive(Args)]
struct Serve {
    /// Where browsers and shops' servers come
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8780", env = "SHOPBELL_LISTEN")]
    listen: SocketAddr,
    /// Where numbers and exports are read, with the token
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8781", env = "SHOPBELL_LISTEN_READING")]
    listen_reading: SocketAddr,
    /// A site that is taken; several times for several; none for any
    #[arg(long = "site", value_name = "NAME", value_parser = word)]
    sites: Vec<String>,
    /// An origin whose pages may read answers, such as https://kiln.example; several times for several
    #[arg(long = "origin", value_name = "ORIGIN", value_parser = origin)]
    origins: Vec<String>,
    /// Keys of shops' servers: lines `SITE KEY`; several of one site while one takes the place of another
    #[arg(long, value_name = "FILE", env = "SHOPBELL_KEYS_FILE")]
    keys: Option<PathBuf>,
    /// A rule file that pages use, so that the report knows weights, goals and plans; `SITE=FILE` for one of several sites. It is read
    /// again every minute, and every version is kept
    #[arg(long = "rules", value_name = "[SITE=]FILE", value_parser = rules_file)]
    rules: Vec<RulesFile>,
    /// How long outcomes and orders are kept, in days
    #[arg(long, value_name = "DAYS", default_value = "400d", value_parser = days)]
    keep: i64,
    /// Requests a second of one address; four seconds' worth may come at once
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    per_address: u32,
    /// Requests a second of one site
    #[arg(long, value_name = "NUMBER", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..))]
    per_site: u32,
    /// A proxy stands before it: the address is the last one of `X-Forwarded-For`
    #[arg(long)]
    behind_proxy: bool,
    /// How large the store may get; at the limit nothing more is taken
    #[arg(long, value_name = "MEGABYTES", value_parser = clap::value_parser!(u32).range(1..=4_000_000))]
    largest_store: Option<u32>,
}

#[derive(Args)]
struct Report {
    /// Count from an exported file, not from the store
    #[arg(long, value_name = "FILE.ndjson")]
    from: Option<PathBuf>,
    /// The last day that counts, as if it were over and nothing came after it; else yesterday's tests, and all that has arrived
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    /// A rule file, besides those that are kept; `SITE=FILE` for one of several sites
    #[arg(long = "rules", value_name = "[SITE=]FILE", value_parser = rules_file)]
    rules: Vec<RulesFile>,
    /// Everything, as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Coupons {
    /// Add codes to a pool: from a file, one a line, or new ones
    Add {
        /// The pool
        #[arg(long, value_name = "NAME", value_parser = word)]
        pool: String,
        /// The site
        #[arg(long, value_name = "NAME", default_value = door::DEFAULT_SITE, value_parser = word)]
        site: String,
        /// Make so many codes, and print them
        #[arg(long, value_name = "NUMBER", conflicts_with = "file", required_unless_present = "file", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        generate: Option<u32>,
        /// Codes, one a line
        file: Option<PathBuf>,
    },
    /// Say how many codes of each pool are left
    List,
}

fn word(text: &str) -> Result<String, String> {
    if is_word(text) { Ok(text.into()) } else { Err("a name has 1 to 64 lower-case letters, digits, `_` and `-`".into()) }
}

fn file(text: &str) -> Result<PathBuf, String> {
    match text.strip_prefix("sqlite:") {
        Some(path) if !path.is_empty() => Ok(path.into()),
        _ => Err("right would be `sqlite:FILE`".into()),
    }
}

fn rules_file(text: &str) -> Result<RulesFile, String> {
    let (site, path) = match text.split_once('=') {
        Some((site, path)) if is_word(site) => (Some(site.to_string()), path),
        _ => (None, text),
    };
    if path.is_empty() { Err("right would be `FILE` or `SITE=FILE`".into()) } else { Ok(RulesFile { site, path: path.into() }) }
}

fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or("");
    let plain = host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte));
    if !host.is_empty() && plain {
        Ok(text.into())
    } else {
        Err("right would be `https://your.shop`: no path, no `/` behind it, no `*`".into())
    }
}

fn days(text: &str) -> Result<i64, String> {
    let days = text.strip_suffix('d').unwrap_or(text).parse::<i64>().ok().filter(|days| (1..=36_500).contains(days));
    days.map(|days| days * 24 * 60 * 60 * 1000).ok_or_else(|| "right would be days, such as `400d`".into())
}

/// Does what was asked.
///
/// # Errors
/// A sentence that says what to do.
pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    let file = arguments.store;
    match arguments.command {
        Command::Serve(options) => serve(options.serving(file)?),
        Command::Coupons(Coupons::Add { pool, site, generate, file: from }) => add(&file, &site, &pool, generate, from.as_deref()),
        Command::Coupons(Coupons::List) => {
            for (site, pool, free, all) in codes::pools(&existing(&file)?)? {
                say(&format!("{site} {pool}: {free} of {all} left"))?;
            }
            Ok(())
        }
        Command::Report(options) => say(options.report(&file)?.trim_end()),
        Command::Export => write_out(&existing(&file)?),
        Command::Import { file: from } => import(&file, &from),
        Command::Backup { file: to } => backup(&file, &to),
        Command::Erase { visitor } => {
            if !is_hex(&visitor, 32) {
                bail!("`{visitor}` is no visitor; right would be 32 hexadecimal digits in lower case");
            }
            let mut database = existing(&file)?;
            let transaction = database.transaction()?;
            let outcomes = erase::erase(&transaction, &visitor, now())?;
            transaction.commit()?;
            // What was erased may stand in the log of the store until it is written back.
            database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            say(&format!("{outcomes} outcomes forgotten; more of this visitor are refused"))
        }
        Command::Token => say(&settings::new_token(&existing(&file)?)?),
    }
}

impl Report {
    fn report(&self, store: &Path) -> anyhow::Result<String> {
        let mut also = Vec::new();
        for file in &self.rules {
            also.push((file.site.clone(), file.read()?.1));
        }
        let gathering = match &self.from {
            Some(path) => gathered(path, &also, self.as_of)?,
            None => {
                let database = existing(store)?;
                let mut plans = feed::plans(&database)?;
                for (site, content) in &also {
                    plans.add(site.as_deref(), content).map_err(anyhow::Error::msg)?;
                }
                let mut gathering = Gathering::new(plans.into(), self.as_of);
                feed::feed(&database, feed::Mark::default(), &mut gathering)?;
                gathering
            }
        };
        let report = report::report(gathering.facts(), self.as_of.map_or(Closed::Before(now()), Closed::Day));
        Ok(if self.json { serde_json::to_string_pretty(&report)? } else { report::text::text(&report) })
    }
}

/// Says each tenth of a file that takes long.
fn progress(path: &Path, all: u64) -> impl FnMut(u64) {
    let (name, mut told) = (path.display().to_string(), 0);
    move |bytes| {
        let tenth = bytes * 10 / all.max(1);
        if all > 20_000_000 && tenth > told {
            told = tenth;
            eprintln!("{tenth}0 % of {name} is read");
        }
    }
}

/// Lines that one transaction takes.
const TOGETHER: usize = 2_000;

fn import(store: &Path, path: &Path) -> anyhow::Result<()> {
    let unreadable = || format!("the export `{}` cannot be read", path.display());
    let file = fs::File::open(path).with_context(unreadable)?;
    let (mut progress, mut bytes) = (progress(path, file.metadata()?.len()), 0);
    let (mut database, mut taken) = (connect(store)?, import::Taken::default());
    let mut lines = std::io::BufReader::new(file).split(b'\n').peekable();
    while lines.peek().is_some() {
        let transaction = database.transaction()?;
        for line in lines.by_ref().take(TOGETHER) {
            let line = line.with_context(unreadable)?;
            bytes += line.len() as u64 + 1;
            taken = taken.and(import::line(&transaction, &String::from_utf8_lossy(&line))?);
        }
        transaction.commit()?;
        progress(bytes);
    }
    let import::Taken { new, before, refused, pools } = taken;
    let mut sentence = format!("{new} lines are new, {before} were there before");
    if refused > 0 {
        sentence.push_str(&format!(", {refused} are no lines of an export, or of visitors that were erased"));
    }
    if pools > 0 {
        sentence.push_str(&format!("; codes of {pools} pools are not in an export: `coupons add` takes them"));
    }
    say(&sentence)
}

fn backup(store: &Path, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        bail!("`{}` is there already; name a file that is not", to.display());
    }
    let from = existing(store)?;
    let mut copy = rusqlite::Connection::open(to).with_context(|| format!("the copy `{}` cannot be made", to.display()))?;
    // Some pages at a time, so that who writes waits for moments only.
    rusqlite::backup::Backup::new(&from, &mut copy)?.run_to_completion(256, std::time::Duration::from_millis(5), None)?;
    copy.query_row("PRAGMA quick_check", [], |row| row.get::<_, String>(0)).map_err(anyhow::Error::from).and_then(|found| {
        match found.as_str() {
            "ok" => say(&format!("copied to {}", to.display())),
            _ => bail!("the copy is broken: {found}"),
        }
    })
}

fn gathered(path: &Path, also: &[(Option<String>, String)], as_of: Option<Day>) -> anyhow::Result<Gathering> {
    let unreadable = || format!("the export `{}` cannot be read", path.display());
    let file = fs::File::open(path).with_context(unreadable)?;
    let mut progress = progress(path, file.metadata()?.len());
    report::read::read(&mut std::io::BufReader::new(file), also, as_of, &mut progress).with_context(unreadable)
}

impl Serve {
    fn serving(self, store: PathBuf) -> anyhow::Result<Serving> {
        let keys = match &self.keys {
            Some(path) => keys(&fs::read_to_string(path).with_context(|| format!("the keys `{}` cannot be read", path.display()))?)?,
            None => Keys::new(),
        };
        let settings = Settings {
            sites: self.sites,
            origins: self.origins,
            keys,
            per_address: self.per_address,
            per_site: self.per_site,
            behind_proxy: self.behind_proxy,
        };
        let limits = Limits { pages: self.largest_store.map(|megabytes| megabytes * 256) };
        for file in &self.rules {
            file.read()?;
        }
        Ok(Serving {
            store,
            rules: self.rules,
            limits,
            listen: self.listen,
            listen_reading: self.listen_reading,
            keep: self.keep,
            settings,
        })
    }
}

/// Lines `SITE KEY`; empty ones and those behind `#` say nothing.
fn keys(text: &str) -> anyhow::Result<Keys> {
    let mut keys = Keys::new();
    for (number, line) in text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let found = line.split_once(char::is_whitespace).map(|(site, key)| (site, key.trim()));
        // The line is not quoted: it may be a key.
        match found.filter(|(site, key)| is_word(site) && key.len() >= 32) {
            Some((site, key)) => keys.entry(site.into()).or_default().push(key.into()),
            None => bail!("line {} of the keys: right would be `SITE KEY`, and a key of 32 letters or more", number + 1),
        }
    }
    Ok(keys)
}

/// A file that is there: a slip in its name does not make a new one.
fn existing(path: &Path) -> anyhow::Result<rusqlite::Connection> {
    if !path.exists() {
        bail!("there is no store `{}`; name it with `--store sqlite:FILE`, or start `shopbell-collector serve`", path.display());
    }
    connect(path)
}

fn add(file: &Path, site: &str, pool: &str, generate: Option<u32>, from: Option<&Path>) -> anyhow::Result<()> {
    let listed = match from {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("the codes `{}` cannot be read", path.display()))?;
            text.trim_start_matches('\u{feff}').lines().map(|line| line.trim().to_string()).filter(|line| !line.is_empty()).collect()
        }
        None => (0..generate.unwrap_or(0)).map(|_| code::generate()).collect::<anyhow::Result<Vec<String>>>()?,
    };
    if let Some((number, _)) = listed.iter().enumerate().find(|(_, code)| code.len() > 256 || code.chars().any(char::is_control)) {
        bail!("code {} is longer than 256 bytes, or holds control characters; right would be one code a line", number + 1);
    }
    let mut database = store::connect(file)?;
    let transaction = database.transaction()?;
    let new = codes::add(&transaction, site, pool, &listed)?;
    transaction.commit()?;
    if generate.is_some() {
        return say(&listed.join("\n"));
    }
    say(&format!("{new} codes added to `{pool}`; {} were there before", listed.len() - new))
}

fn write_out(database: &rusqlite::Connection) -> anyhow::Result<()> {
    let mut from = export::Cursor::default();
    while from != export::Cursor::End {
        let (lines, next) = export::chunk(database, from)?;
        std::io::stdout().write_all(lines.as_bytes()).context("the lines cannot be written where they should go")?;
        from = next;
    }
    Ok(())
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
