//! Short names between a module and its glue.
//!
//! wasm-bindgen names each import `__wbg_add_0123456789abcdef`, in the module and in the glue, beside the path of the file that
//! it comes from: with a hundred imports that is 3 KB after compression for names that nobody reads. Both sides get new
//! names here, and exports that the glue never calls go, with whatever only they kept alive.
//!
//! INVARIANT: module and glue are renamed from one list, or not at all.

use anyhow::{Result, bail};
use walrus::{ElementItems, FunctionId, Module};
use wasm_bindgen_cli_support::Output;

/// The new names: what the module says after [`Names::shorten`], and the glue after [`Names::in_glue`].
pub struct Names {
    /// What imports come from: the glue itself, or a snippet beside it.
    sources: Vec<Renamed>,
    imports: Vec<Renamed>,
    exports: Vec<Renamed>,
}

struct Renamed {
    from: String,
    to: String,
}

impl Names {
    /// Renames what the glue (and nothing else) shares with the module.
    pub fn shorten(output: &mut Output) -> Self {
        let glue = super::glue::plain(output.js());
        let used = |name: &str| tokens(&glue).any(|token| is_export(&token) && token.text == name);
        let module = output.wasm_mut();

        let mut sources: Vec<Renamed> = Vec::new();
        let mut imports = Vec::new();
        for import in module.imports.iter_mut() {
            // What comes from a snippet is imported by the name that the snippet exports.
            if import.module.ends_with("_bg.js") {
                let to = short(imports.len());
                imports.push(Renamed { from: std::mem::replace(&mut import.name, to.clone()), to });
            }
            let known = sources.iter().find(|source| source.from == import.module).map(|source| source.to.clone());
            let to = known.unwrap_or_else(|| {
                let to = short(sources.len());
                sources.push(Renamed { from: import.module.clone(), to: to.clone() });
                to
            });
            import.module = to;
        }

        let idle: Vec<_> = module.exports.iter().filter(|export| !used(&export.name)).map(|export| export.id()).collect();
        for export in idle {
            module.exports.delete(export);
        }
        forget_uncalled(module);
        let mut exports = Vec::new();
        for export in module.exports.iter_mut() {
            let to = short(exports.len());
            exports.push(Renamed { from: std::mem::replace(&mut export.name, to.clone()), to });
        }
        Self { sources, imports, exports }
    }

    /// The glue with the new names.
    pub fn in_glue(&self, glue: &str) -> Result<String> {
        let mut text = String::with_capacity(glue.len());
        let mut copied = 0;
        let mut imports_found = 0;
        for token in tokens(glue) {
            let names = if is_export(&token) {
                &self.exports
            } else if is_import(&token) {
                &self.imports
            } else {
                continue;
            };
            if let Some(renamed) = names.iter().find(|renamed| renamed.from == token.text) {
                text.push_str(&glue[copied..token.start]);
                text.push_str(&renamed.to);
                copied = token.start + token.text.len();
                imports_found += usize::from(is_import(&token));
            }
        }
        text.push_str(&glue[copied..]);
        if imports_found != self.imports.len() {
            bail!(
                "the module imports {} functions of the glue, and {imports_found} were found there; \
                 has wasm-bindgen changed how it lists them? See build/names.rs",
                self.imports.len()
            );
        }
        for Renamed { from, to } in &self.sources {
            let listed = format!("\"{from}\": import");
            if !text.contains(&listed) {
                bail!("the glue should hold `{listed}`; has wasm-bindgen changed how it lists imports? See build/names.rs");
            }
            text = listed_once(&text, &listed, &format!("\"{to}\": import"));
        }
        Ok(text)
    }
}

/// What is in the mangled names of functions that only JavaScript calls, as callbacks and by the names under which they are exported; and
/// of those that run asynchronous tasks, of which the engine has none.
const UNCALLED: [[&str; 3]; 2] = [["wasm_bindgen", "closures", "invoke"], ["js_sys", "futures", "jspi"]];

/// js-sys describes to wasm-bindgen every callback that any function of JavaScript takes, and describing one puts its function into the table
/// of those that are called by number, where nothing that shrinks dares to touch it. Nothing calls it there, so that another one may
/// take its place.
fn forget_uncalled(module: &mut Module) {
    let Module { elements, funcs, .. } = module;
    for element in elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            let is_uncalled = |id: &FunctionId| {
                let name = funcs.get(*id).name.as_deref().unwrap_or("");
                UNCALLED.iter().any(|parts| parts.iter().all(|part| name.contains(part)))
            };
            if let Some(other) = functions.iter().copied().find(|id| !is_uncalled(id)) {
                functions.iter_mut().filter(|id| is_uncalled(id)).for_each(|id| *id = other);
            }
        }
    }
}

/// The text with `from` replaced by `to` in the first line that begins with it, and without the others: a snippet is listed
/// once for each function of it that is not wrapped, with the same thing each time.
fn listed_once(text: &str, from: &str, to: &str) -> String {
    let is_listed = |line: &&str| line.trim_start().starts_with(from);
    let first = text.split_inclusive('\n').position(|line| is_listed(&line));
    let lines = text.split_inclusive('\n').enumerate();
    let kept = lines.filter(|(index, line)| Some(*index) == first || !is_listed(line));
    kept.map(|(index, line)| if Some(index) == first { line.replace(from, to) } else { line.to_owned() }).collect()
}

/// An identifier or keyword of the glue with what stands around it.
struct Token<'a> {
    text: &'a str,
    start: usize,
    before: &'a str,
    after: &'a str,
}

fn tokens(glue: &str) -> impl Iterator<Item = Token<'_>> {
    let part_of_name = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '$';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + glue[at..].find(part_of_name)?;
        let length = glue[start..].find(|character| !part_of_name(character)).unwrap_or(glue.len() - start);
        at = start + length;
        Some(Token { text: &glue[start..at], start, before: &glue[..start], after: &glue[at..] })
    })
}

/// The glue calls exports as `wasm.NAME`.
fn is_export(token: &Token) -> bool {
    token.before.ends_with("wasm.")
}

/// The glue lists imports as `NAME: …`.
fn is_import(token: &Token) -> bool {
    token.after.starts_with(':') && token.text.starts_with("__wb")
}

/// a, b, … z, aa, ab, …
fn short(index: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    if index < 26 { letter.to_string() } else { format!("{}{letter}", short(index / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(from: &str, to: &str) -> Renamed {
        Renamed { from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn only_what_is_shared_with_the_module_is_renamed() {
        let names = Names {
            sources: vec![renamed("./x_bg.js", "a"), renamed("./snippets/y.js", "b")],
            imports: vec![renamed("__wbg_now_0f", "a")],
            exports: vec![renamed("track", "a"), renamed("memory", "b")],
        };
        let glue = "const i = { __wbg_now_0f: function() { return Date.now() } };
            track(name) { wasm.track(name, wasm.memory.buffer, wasm.tracks, this.memory) }
            import * as import1 from './snippets/y.js';
            \"./x_bg.js\": import0,
            \"./snippets/y.js\": import1,
            \"./snippets/y.js\": import2,
            }";
        let expected = "const i = { a: function() { return Date.now() } };
            track(name) { wasm.a(name, wasm.b.buffer, wasm.tracks, this.memory) }
            import * as import1 from './snippets/y.js';
            \"a\": import0,
            \"b\": import1,
            }";
        assert_eq!(names.in_glue(glue).unwrap(), expected);
        assert!(names.in_glue("nothing of it").is_err());
    }

    #[test]
    fn short_names_do_not_repeat() {
        assert_eq!([0, 1, 25, 26, 27, 51, 52, 701, 702].map(short), ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]);
    }
}
