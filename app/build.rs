//! Embeds the style sheet and the browser part, each with a hashed name and compressed once.

use std::{
    env,
    fmt::Write,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

/// In cascade order: layers and tokens first.
const STYLES: &[&str] = &[
    "src/ui/base.css",
    "src/ui/components.css",
    "src/home/picture.css",
    "src/home/search.css",
    "src/catalog/catalog.css",
    "src/learning/learning.css",
    "src/classroom/classroom.css",
    "src/readiness/readiness.css",
    "src/telework/telework.css",
    "src/matching/matching.css",
    "src/care/care.css",
    "src/outreach/outreach.css",
    "src/identity/identity.css",
    "src/notices/notices.css",
];

fn main() -> std::io::Result<()> {
    // The browser part embeds nothing; looking at its own output would build it again and again.
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        println!("cargo::rerun-if-changed=build.rs");
        return Ok(());
    }
    let mut table = String::from("&[\n");
    let mut style = String::new();
    for path in STYLES {
        println!("cargo::rerun-if-changed={path}");
        style.push_str(&fs::read_to_string(path).unwrap_or_default());
    }
    embed(
        &mut table,
        "style",
        "css",
        "text/css; charset=utf-8",
        style.as_bytes(),
    )?;

    for name in ["page", "outbox", "environment", "call"] {
        println!("cargo::rerun-if-changed=assets/{name}.js");
        let script = fs::read(format!("assets/{name}.js")).unwrap_or_default();
        embed(&mut table, name, "js", "text/javascript; charset=utf-8", &script)?;
    }

    println!("cargo::rerun-if-changed=assets/pkg");
    let script = fs::read("assets/pkg/kakehashi.js").unwrap_or_default();
    let wasm = fs::read("assets/pkg/kakehashi_bg.wasm").unwrap_or_default();
    if wasm.is_empty() {
        println!(
            "cargo::warning=the browser part is not built yet; pages work as without JavaScript (script/build)"
        );
    }
    // One hash for both, since the script's name and the module's name share their stem.
    let stem = format!("kakehashi-{}", hash(&[&script[..], &wasm[..]].concat()));
    add(
        &mut table,
        "script",
        &format!("{stem}.js"),
        "text/javascript; charset=utf-8",
        &script,
    )?;
    add(
        &mut table,
        "wasm",
        &format!("{stem}_bg.wasm"),
        "application/wasm",
        &wasm,
    )?;
    add(
        &mut table,
        "icon",
        "icon.svg",
        "image/svg+xml",
        &fs::read("assets/icon.svg").unwrap_or_default(),
    )?;
    println!("cargo::rerun-if-changed=assets/icon.svg");
    table.push(']');
    fs::write(
        Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("assets.rs"),
        table,
    )
}

fn embed(table: &mut String, key: &str, end: &str, kind: &str, bytes: &[u8]) -> std::io::Result<()> {
    add(table, key, &format!("{key}-{}.{end}", hash(bytes)), kind, bytes)
}

fn hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn add(table: &mut String, key: &str, name: &str, kind: &str, bytes: &[u8]) -> std::io::Result<()> {
    let out = env::var("OUT_DIR").unwrap_or_default();
    let plain = Path::new(&out).join(name);
    fs::write(&plain, bytes)?;
    let packed = Path::new(&out).join(format!("{name}.br"));
    let mut compressed = Vec::new();
    brotli::BrotliCompress(
        &mut &bytes[..],
        &mut compressed,
        &brotli::enc::BrotliEncoderParams::default(),
    )?;
    fs::write(&packed, compressed)?;
    writeln!(
        table,
        "    Asset {{ key: {key:?}, name: {name:?}, kind: {kind:?}, bytes: include_bytes!({plain:?}), brotli: include_bytes!({packed:?}) }},"
    )
    .map_err(std::io::Error::other)
}
