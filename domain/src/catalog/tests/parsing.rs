//! What a correct course becomes.

use super::Folder;
use crate::Lang;
use crate::catalog::{Item, course_hash};

#[test]
fn units_keep_their_order_and_titles_their_furigana() {
    let lesson = "+++\ntitle = \"{橋|はし}\"\nminutes = 20\ngoals = [\"{渡|わた}れる\"]\n+++\n\n文\n";
    let course = Folder::new()
        .file("a.ja.md", lesson)
        .file("images/x.svg", "<svg/>")
        .course();
    assert_eq!(
        course.units[0].items,
        [Item::Lesson("a".into()), Item::Quiz("q".into())]
    );
    let lesson = &course.lessons["a"];
    let text = &lesson.texts[&Lang::Ja];
    assert_eq!((lesson.minutes, text.title.as_str()), (20, "橋"));
    assert_eq!(
        text.title_html,
        "<ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>"
    );
    assert_eq!(
        text.goals,
        ["<ruby>渡<rp>(</rp><rt>わた</rt><rp>)</rp></ruby>れる"]
    );
    assert_eq!(course.images["images/x.svg"], b"<svg/>");
}

#[test]
fn the_same_files_have_the_same_hash_and_others_another() {
    let hash = |folder: Folder| course_hash(&folder.files());
    assert_eq!(hash(Folder::new()), hash(Folder::new()));
    assert_ne!(hash(Folder::new()), hash(Folder::new().lesson("別の文\n")));
}

#[test]
fn a_course_survives_being_stored() {
    fn stored<T: serde::Serialize + serde::de::DeserializeOwned>() {}
    stored::<crate::catalog::Course>();
}
