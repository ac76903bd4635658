//! Any bytes as a readiness rule and as the glossary.

#![no_main]

use domain::catalog::{parse_glossary, parse_rule};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (_, mut found) = parse_rule("r.toml", data);
    found.extend(parse_glossary("glossary.toml", data).1);
    for found in found {
        assert!(found.span.start <= found.span.end && found.span.end <= data.len(), "{found:?}");
    }
});
