//! What the guide promises.

use super::*;

#[test]
fn the_example_of_the_guide_becomes_what_the_guide_shows() {
    for guide in [
        include_str!("../../../../docs/authoring/moving-from-moodle.ja.md"),
        include_str!("../../../../docs/authoring/moving-from-moodle.en.md"),
    ] {
        let block = |fence: &str| -> String {
            let after = guide.split_once(fence).unwrap().1.split_once('\n').unwrap().1;
            after.split_once("```").unwrap().0.to_owned()
        };
        let imported = file("keys.txt", block("```gift"));
        assert_eq!(imported.quizzes[0].markdown, block("```markdown"));
        assert_eq!(losses(&imported), Vec::<String>::new());
    }
}

#[test]
fn images_go_out_and_come_back() {
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>";
    let toml = "id = \"demo\"\ntitle = { ja = \"見本\" }\nsummary = { ja = \"見本\" }\nlanguages = [\"ja\"]\nhours = 1\n\n[[unit]]\nid = \"u\"\ntitle = { ja = \"見本\" }\nitems = [\"q\"]\n";
    let text = "+++\ntitle = \"テスト\"\n+++\n\n## どれですか？ {#which}\n\n![図 1](images/fig.ja.svg)\n\n- [x] ![青い丸](images/fig.ja.svg) {#a}\n- [ ] b {#b}\n";
    let files = SourceFiles::from_iter([
        ("course.toml", toml.as_bytes().to_vec()),
        ("q.quiz.ja.md", text.as_bytes().to_vec()),
        ("images/fig.ja.svg", picture.as_bytes().to_vec()),
    ]);
    let course = parse_course(&files).course.unwrap();
    for format in Format::ALL {
        let (exported, imported) = round_trip(&course, &course.quizzes["q"], Lang::Ja, format);
        assert_eq!(losses(&imported), Vec::<String>::new());
        assert_eq!(
            imported.images.values().collect::<Vec<_>>(),
            [picture.as_bytes()],
            "{format:?}"
        );
        if format != Format::Gift {
            assert_eq!(imported.images.keys().collect::<Vec<_>>(), ["images/fig.ja.svg"]);
            let manifest = String::from_utf8(exported.files["imsmanifest.xml"].clone()).unwrap();
            assert!(
                manifest.contains("<file href=\"images/fig.ja.svg\"/>"),
                "{manifest}"
            );
            for path in exported.files.keys().filter(|path| *path != "imsmanifest.xml") {
                assert!(
                    manifest.contains(&format!("href=\"{path}\"")),
                    "{path} is in the manifest"
                );
            }
        }
        assert_eq!(
            quiz(&imported).questions[0].text(Lang::Ja).unwrap().title,
            "どれですか？"
        );
    }
}
