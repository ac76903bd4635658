//! Any bytes as the files of a course: no panic, and every span within its file.

#![no_main]

use domain::catalog::{SourceFiles, SourceFolder, parse_courses};
use libfuzzer_sys::fuzz_target;

const TOML: &[u8] = b"id = \"c\"\ntitle = \"x\"\nsummary = \"x\"\n[[unit]]\nid = \"u\"\ntitle = \"x\"\nitems = [\"a\", \"q\"]\n";

fuzz_target!(|data: &[u8]| {
    let half = data.len() / 2;
    let folders = [
        SourceFiles::from_iter([("course.toml", data.to_vec())]),
        SourceFiles::from_iter([
            ("course.toml", TOML.to_vec()),
            ("a.ja.md", data.to_vec()),
            ("a.en.md", data[half..].to_vec()),
            ("q.quiz.ja.md", data.to_vec()),
            ("q.quiz.en.md", data[..half].to_vec()),
        ]),
    ];
    for files in folders {
        let folder = SourceFolder {
            courses: [("c".to_owned(), files.clone())].into(),
            ..SourceFolder::default()
        };
        for (_, found) in parse_courses(&folder, None).diagnostics() {
            let bytes = files.get(&found.path).unwrap_or_default();
            assert!(found.span.start <= found.span.end && found.span.end <= bytes.len(), "{found:?}");
            if let Ok(text) = std::str::from_utf8(bytes) {
                assert!(text.get(found.span.clone()).is_some(), "{found:?}");
            }
        }
    }
});
