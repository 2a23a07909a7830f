//! What wasm-bindgen's glue ships as.
//!
//! Decides how the wasm is loaded, and what the glue can do without: it is written for browsers that we do not support, and
//! for mistakes that the build would have found. The wasm is found by `new URL('./NAME.wasm', import.meta.url)`: plain servers
//! and bundlers both follow that.

use anyhow::{Result, bail};

/// From here to its end the glue only loads.
const LOADING: &str = "\nfunction __wbg_finalize_init(";

/// In its place. A server that does not know what wasm is sends it as something else, which browsers refuse to read while it comes.
const LOAD: &str = "
let loading;
let compiled;

/** Loads the wasm beside this file, or takes the bytes given; once. */
function load(given) {
    loading ??= instantiate(given?.module_or_path);
    loading.catch(() => { loading = undefined; });
    return loading;
}

async function instantiate(bytes) {
    const imports = __wbg_get_imports();
    let made;
TWIN    if (bytes) {
        made = await WebAssembly.instantiate(bytes, imports);
    } else {
        const answer = await fetch(new URL('./NAME.wasm', import.meta.url));
        if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
        made = answer.headers.get('Content-Type') === 'application/wasm'
            ? await WebAssembly.instantiateStreaming(answer, imports)
            : await WebAssembly.instantiate(await answer.arrayBuffer(), imports);
    }
    compiled = made.module;
    run(made.instance);
}

function run(instance) {
    wasm = instance.exports;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
}

/** Makes another instance of what is compiled, with a memory of its own; the one before is let go. */
async function renew() {
    run(RENEWED);
}

export { load as default };
";

/// Where a policy forbids wasm, which eight bytes of it find out, the twin comes in its place: the same code as JavaScript.
const TWIN: &str = "    try {
        new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    } catch {
        const { default: twin } = await import('./NAME.twin.js');
        compiled = twin;
        return run({ exports: twin(imports) });
    }
";

/// How what is compiled becomes an instance, with a twin and without.
const RENEWED: [&str; 2] = [
    "compiled.call ? { exports: compiled(__wbg_get_imports()) } : await WebAssembly.instantiate(compiled, __wbg_get_imports())",
    "await WebAssembly.instantiate(compiled, __wbg_get_imports())",
];

/// What goes where it is found, from the first text up to the second, which stays.
const NEEDLESS: [(&str, &str); 2] = [
    // Every browser that runs our wasm has it.
    ("if (!('encodeInto' in cachedTextEncoder)) {", "let WASM_VECTOR_LEN"),
    (
        "(typeof FinalizationRegistry === 'undefined')\n    ? { register: () => {}, unregister: () => {} }\n    : ",
        "new FinalizationRegistry",
    ),
];

/// Functions of the glue that are written for more than we do, each up to its end, and what stands in their place.
const PLAINER: [(&str, &str); 7] = [
    // Strings are short here: one way of encoding them is enough, and no page decodes two gigabytes of them.
    (
        "\nfunction passStringToWasm0(",
        "
function passStringToWasm0(arg, malloc) {
    return passArray8ToWasm0(cachedTextEncoder.encode(arg), malloc);
}
",
    ),
    ("\nfunction passArray8ToWasm0(", "\n"),
    ("\nfunction isLikeNone(", "\n"),
    ("\nfunction decodeText(", "\nconst decodeText = (bytes) => cachedTextDecoder.decode(bytes);\n"),
    ("\nfunction getDataViewMemory0(", "\n"),
    ("\nfunction getUint8ArrayMemory0(", "\n"),
    // Nothing waits for the collector: whoever made a callback drops it, after the call if that is going on.
    (
        "\nfunction makeMutClosure(",
        "
function makeMutClosure(a, b, f) {
    let uses = 1;
    const real = (...args) => {
        uses++;
        try {
            return f(a, b, ...args);
        } finally {
            real._wbg_cb_unref();
        }
    };
    real._wbg_cb_unref = () => {
        if (--uses === 0) wasm.__wbindgen_destroy_closure(a, b);
    };
    return real;
}
",
    ),
];

/// What the plainer functions stand on.
const GROUND: &str = "
const isLikeNone = (x) => x == null;

function getUint8ArrayMemory0() {
    if (!cachedUint8ArrayMemory0?.length) cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    return cachedUint8ArrayMemory0;
}

function getDataViewMemory0() {
    return new DataView(wasm.memory.buffer);
}

function passArray8ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length, 1) >>> 0;
    getUint8ArrayMemory0().set(arg, ptr);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}

function giveText(to, text) {
    const ptr = isLikeNone(text) ? 0 : passStringToWasm0(text, wasm.__wbindgen_malloc);
    new Int32Array(wasm.memory.buffer, to >>> 0, 2).set([ptr, WASM_VECTOR_LEN]);
}
";

/// How a text is given back, maybe none; and what says the same.
const GIVEN: [(&str, &str); 2] = [
    (
        "            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
",
        "            giveText(arg0, ret);\n",
    ),
    (
        "            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
",
        "            giveText(arg0, ret);\n",
    ),
];

/// The glue with plainer functions in it.
pub fn plain(glue: &str) -> String {
    let mut text = glue.to_owned();
    for (from, to) in PLAINER {
        if let Some(start) = text.find(from)
            && let Some(length) = text[start..].find("\n}\n")
        {
            text.replace_range(start..start + length + 3, to);
        }
    }
    let dropped = ["const CLOSURE_DTORS = ", "cachedTextDecoder.decode();"];
    let mut kept = String::with_capacity(text.len());
    let mut in_dropped = false;
    for line in text.lines() {
        in_dropped |= dropped.iter().any(|start| line.starts_with(start));
        if !in_dropped {
            // An arrow, unless it asks for its `arguments`.
            match line.split_once(": function(") {
                Some((name, rest)) if rest.ends_with(") {") && !rest.contains("handleError") => {
                    kept.push_str(name);
                    kept.push_str(": (");
                    kept.push_str(&rest.replace(") {", ") => {"));
                }
                _ => kept.push_str(line),
            }
            kept.push('\n');
        }
        in_dropped &= !line.ends_with(';');
    }
    text = kept.replace(", wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)", ", wasm.__wbindgen_malloc)");
    for (from, to) in GIVEN {
        text = text.replace(from, to);
    }
    text
}

/// The glue as it ships.
pub fn shipped(glue: &str, name: &str, twin: bool) -> Result<String> {
    let Some((before, _)) = glue.split_once(LOADING) else {
        bail!("wasm-bindgen's glue for {name} should hold `{}`; has wasm-bindgen changed? See build/glue.rs", LOADING.trim());
    };
    let mut text = before.to_owned();
    for (from, to) in NEEDLESS {
        while let Some(start) = text.find(from) {
            let Some(length) = text[start..].find(to) else {
                bail!("in wasm-bindgen's glue for {name}, `{to}` should follow `{from}`; has wasm-bindgen changed? See build/glue.rs");
            };
            text.replace_range(start..start + length, "");
        }
    }
    text = plain(&undoubted(&text));
    text.push_str(GROUND);
    let [with, without] = RENEWED;
    let load = LOAD.replace("TWIN", if twin { TWIN } else { "" }).replace("RENEWED", if twin { with } else { without });
    text.push_str(&load.replace("NAME", name));
    // Named export of what the hand-written part on top calls too.
    for import in before.lines().filter_map(|line| line.strip_prefix("import { ")) {
        if let Some(("door", _)) = import.split_once(" }") {
            text.push_str("export { door, renew };\n");
        }
    }
    Ok(text)
}

/// `typeof a.b == 'function' ? a.b : notDefined('a.b')` as `a.b`: what a snippet exports is known when it is bundled.
fn undoubted(glue: &str) -> String {
    let mut text = String::with_capacity(glue.len());
    for line in glue.lines() {
        let plain = line.split_once(": typeof ").and_then(|(name, rest)| {
            let (what, doubt) = rest.split_once(" == 'function' ? ")?;
            (doubt == format!("{what} : notDefined('{what}'),")).then(|| format!("{name}: {what},"))
        });
        text.push_str(plain.as_deref().unwrap_or(line));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::shipped;

    const GLUE: &str = "import { door } from './door.js';
const Ends = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(end);
    __wbg_close_0f: typeof door.close == 'function' ? door.close : notDefined('door.close'),
    if_it_is: typeof door.close == 'function' ? door.open : notDefined('door.close'),
if (!('encodeInto' in cachedTextEncoder)) { by hand }
let WASM_VECTOR_LEN = 0;
let wasm;
function __wbg_finalize_init(instance, module) { old }";

    #[test]
    fn the_glue_loses_what_our_browsers_do_not_need() {
        let glue = shipped(GLUE, "engine", true).unwrap();
        let expected = "import { door } from './door.js';
const Ends = new FinalizationRegistry(end);
    __wbg_close_0f: door.close,
    if_it_is: typeof door.close == 'function' ? door.open : notDefined('door.close'),
let WASM_VECTOR_LEN = 0;
let wasm;
";
        assert!(glue.starts_with(expected), "{glue}");
        assert!(glue.contains("new URL('./engine.wasm', import.meta.url)"));
        assert!(glue.ends_with("export { load as default };\nexport { door, renew };\n"));
    }

    #[test]
    fn glue_of_another_shape_is_refused() {
        for (from, to) in [("__wbg_finalize_init", "__wbg_begin"), ("let WASM_VECTOR_LEN", "let LENGTH")] {
            let refused = shipped(&GLUE.replace(from, to), "engine", false).unwrap_err();
            assert!(refused.to_string().contains("has wasm-bindgen changed?"), "{refused}");
        }
    }
}
