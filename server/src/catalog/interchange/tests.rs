//! Real files that attack, and the way of a quiz out of a course and into another one.

use super::*;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A zip file as a hand makes it: one stored entry with any name, size and attributes.
fn raw_zip(name: &[u8], content: &[u8], claimed: u32, mode: u32) -> Vec<u8> {
    let crc = crc32(content);
    let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
    let packed = u32::try_from(content.len()).unwrap();
    let mut common = Vec::new();
    common.extend([20, 0, 0, 8, 0, 0, 0, 0, 33, 0]);
    common.extend(crc.to_le_bytes());
    common.extend(packed.to_le_bytes());
    common.extend(claimed.to_le_bytes());
    common.extend(name_length);
    common.extend([0, 0]);
    let mut out = b"PK\x03\x04".to_vec();
    out.extend(&common);
    out.extend(name);
    out.extend(content);
    let start = u32::try_from(out.len()).unwrap();
    out.extend(b"PK\x01\x02\x14\x03");
    out.extend(&common);
    out.extend([0; 6]);
    out.extend((mode << 16).to_le_bytes());
    out.extend([0; 4]);
    out.extend(name);
    let length = u32::try_from(out.len()).unwrap() - start;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

fn refusal(result: Result<Files>) -> String {
    match result.unwrap_err() {
        Error::Refused(sentence) => {
            assert!(!sentence.ja.is_ascii(), "{}", sentence.ja);
            sentence.en
        }
        error => panic!("{error}"),
    }
}

#[test]
fn a_file_made_by_hand_is_read_like_any_other() {
    let files = unpack(&raw_zip(b"a.txt", b"hello", 5, 0o100_644), &Limits::default()).unwrap();
    assert_eq!(files["a.txt"], b"hello");
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    for name in [
        "../evil.txt",
        "images/../../evil.txt",
        "/etc/passwd",
        "C:/evil.txt",
        "..\\evil.txt",
        "images\\..\\evil.txt",
        "a\0.txt",
        "",
    ] {
        let message = refusal(unpack(
            &raw_zip(name.as_bytes(), b"x", 1, 0o100_644),
            &Limits::default(),
        ));
        assert!(message.contains("leads out of its folder"), "{name:?}: {message}");
    }
}

#[test]
fn links_are_refused() {
    let message = refusal(unpack(
        &raw_zip(b"image.png", b"/etc/passwd", 11, 0o120_777),
        &Limits::default(),
    ));
    assert!(message.contains("holds a link"), "{message}");
}

#[test]
fn a_bomb_is_refused_before_it_goes_off() {
    let zeros = vec![0; 50 * 1024 * 1024];
    let bomb = zip(&[("bomb.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let message = refusal(unpack(&bomb, &Limits::default()));
    assert!(message.contains("zip bomb"), "{message}");
    // The limits are options.
    let limits = Limits {
        ratio: 2_000,
        ..Limits::default()
    };
    assert_eq!(unpack(&bomb, &limits).unwrap()["bomb.xml"].len(), zeros.len());
    let limits = Limits {
        ratio: 2_000,
        bytes: 10 * 1024 * 1024,
        ..Limits::default()
    };
    assert!(refusal(unpack(&bomb, &limits)).contains("too large"));
}

#[test]
fn many_small_files_together_are_limited_too() {
    let half = vec![0; 600 * 1024];
    let names: Vec<String> = (0..20).map(|number| format!("{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), half.as_slice()))
        .collect();
    let limits = Limits {
        bytes: 5 * 1024 * 1024,
        ..Limits::default()
    };
    assert!(refusal(unpack(&zip(&files), &limits)).contains("too large"));
    let limits = Limits {
        files: 19,
        ..Limits::default()
    };
    assert!(refusal(unpack(&zip(&files), &limits)).contains("too many files"));
}

#[test]
fn a_size_that_is_a_lie_is_not_believed() {
    let lie = raw_zip(b"a.txt", b"hello", 4_000_000_000, 0o100_644);
    // Read as what it is, or refused; never four gigabytes of memory.
    if let Ok(files) = unpack(&lie, &Limits::default()) {
        assert_eq!(files["a.txt"].len(), 5);
    }
}

#[test]
fn folders_may_not_nest_without_end() {
    let name = "a/".repeat(30) + "b.txt";
    let message = refusal(unpack(
        &raw_zip(name.as_bytes(), b"x", 1, 0o100_644),
        &Limits::default(),
    ));
    assert!(message.contains("nested too deeply"), "{message}");
}

#[test]
fn what_is_no_zip_is_said_to_be_none() {
    let message = refusal(unpack(b"PK\x03\x04 and then nothing", &Limits::default()));
    assert!(message.contains("cannot be read"), "{message}");
    let mut cut = zip(&[("a.txt", b"hello hello hello")]);
    cut.truncate(cut.len() / 2);
    refusal(unpack(&cut, &Limits::default()));
}

#[test]
fn japanese_names_of_windows_are_read() {
    // 図.txt in Shift_JIS.
    let files = unpack(&raw_zip(b"\x90\x7d.txt", b"x", 1, 0o100_644), &Limits::default()).unwrap();
    assert!(files.contains_key("図.txt"), "{files:?}");
}

fn it_basics() -> SourceFiles {
    course_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../courses/it-basics")).unwrap()
}

#[test]
fn a_quiz_goes_out_and_comes_back_into_a_new_course() {
    let dir = tempfile::tempdir().unwrap();
    let files = it_basics();
    let before = parse_course(&files).course.unwrap();
    for format in [
        Format::Gift,
        Format::Qti(QtiVersion::V21),
        Format::Qti(QtiVersion::V30),
    ] {
        let written = export(&files, "final", None, format).unwrap();
        let file = dir.path().join(&written.name);
        std::fs::write(&file, &written.bytes).unwrap();
        let imported = read(&file, Some(Lang::Ja), &Limits::default()).unwrap();
        assert_eq!(imported.losses, []);
        let to = dir
            .path()
            .join(format!("course-{}", imported.quizzes.len()))
            .join(written.name.replace('.', "-"));
        let plan = self::plan(&imported, &to, false).unwrap();
        write(&plan).unwrap();
        let course = course_files(&to).unwrap();
        let parsed = parse_course(&course);
        assert!(!parsed.has_errors(), "{:#?}", parsed.diagnostics);
        let after = parsed.course.unwrap();
        let kinds = |quiz: &domain::catalog::Quiz| -> Vec<_> {
            let questions = quiz.questions.iter();
            questions
                .map(|question| (question.id.clone(), question.points, question.kind.clone()))
                .collect()
        };
        assert_eq!(kinds(&after.quizzes["final"]), kinds(&before.quizzes["final"]));
        // Again into the same folder: nothing new, and nothing to write over.
        let again = self::plan(&imported, &to, false).unwrap();
        assert_eq!(again.files.len(), 0);
        assert_eq!(again.unnamed, Vec::<String>::new());
    }
}

#[test]
fn nothing_is_written_over_unless_that_is_wished() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("quiz.gift");
    std::fs::write(&file, "::a::1 + 1? {=2}\n").unwrap();
    let imported = read(&file, None, &Limits::default()).unwrap();
    let to = dir.path().join("course");
    write(&self::plan(&imported, &to, false).unwrap()).unwrap();
    std::fs::write(&file, "::a::1 + 1? {=two}\n").unwrap();
    let imported = read(&file, None, &Limits::default()).unwrap();
    assert!(matches!(
        self::plan(&imported, &to, false),
        Err(Error::Refused(_))
    ));
    write(&self::plan(&imported, &to, true).unwrap()).unwrap();
    assert!(
        std::fs::read_to_string(to.join("quiz.quiz.en.md"))
            .unwrap()
            .contains("= two")
    );
}

#[test]
fn exported_files_are_the_same_bytes_each_time() {
    let files = it_basics();
    let once = export(&files, "final", None, Format::Qti(QtiVersion::V21)).unwrap();
    let twice = export(&files, "final", None, Format::Qti(QtiVersion::V21)).unwrap();
    assert_eq!(once.bytes, twice.bytes);
    assert!(once.bytes.starts_with(b"PK\x03\x04"));
    assert_eq!(&once.bytes[30..45], b"imsmanifest.xml");
}
