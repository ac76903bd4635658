//! `fmt` of any text: a second run changes nothing.

#![no_main]

use domain::catalog::{SourceFiles, format_course, format_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for path in ["a.ja.md", "q.quiz.ja.md"] {
        let once = format_text(path, text);
        assert_eq!(format_text(path, &once), once);
    }
    let (ja, en) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let mut files = SourceFiles::from_iter([("q.quiz.ja.md", ja), ("q.quiz.en.md", en)]);
    for (path, text) in format_course(&files).changed {
        files.0.insert(path, text.into());
    }
    assert!(format_course(&files).changed.is_empty());
});
