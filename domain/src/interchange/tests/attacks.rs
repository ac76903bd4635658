//! Files that mean harm: refused with a sentence in both languages, or read without the harm.

use super::*;
use crate::catalog::Message;

fn refused(name: &str, bytes: impl Into<Vec<u8>>) -> Message {
    let files = Files::from([(name.to_owned(), bytes.into())]);
    let refused = import(&Input {
        name,
        files: &files,
        lang: None,
    })
    .unwrap_err();
    assert!(!refused.ja.is_ascii() && !refused.en.is_empty(), "{refused:?}");
    refused
}

#[test]
fn what_a_document_type_declares_is_never_read() {
    for doctype in [
        "<!DOCTYPE quiz [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE quiz SYSTEM \"http://127.0.0.1/evil.dtd\">",
        "<!DOCTYPE questestinterop SYSTEM \"file:///etc/evil.dtd\">",
        "<!DOCTYPE questestinterop [<!ENTITY % x SYSTEM \"http://127.0.0.1/x.dtd\"> %x;]>",
        // A billion laughs.
        "<!DOCTYPE quiz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
    ] {
        let xml = format!(
            "<?xml version=\"1.0\"?>{doctype}<quiz><question type=\"essay\"><questiontext><text>&x;&c;</text></questiontext></question></quiz>"
        );
        let imported = file("quiz.xml", xml);
        let markdown = &imported.quizzes[0].markdown;
        for never in ["root:", "ha", "passwd"] {
            assert!(!markdown.contains(never), "{doctype}\n{markdown}");
        }
        assert!(markdown.contains("x;") && markdown.contains("c;"), "{markdown}");
    }
}

#[test]
fn the_bare_name_of_qti_1s_definition_is_no_attack() {
    let xml = "<!DOCTYPE questestinterop SYSTEM \"ims_qtiasiv1p2p1.dtd\"><questestinterop><item ident=\"a\" title=\"A\"><presentation>\
               <material><mattext>Red?</mattext></material><response_lid ident=\"r\" rcardinality=\"Single\"><render_choice>\
               <response_label ident=\"y\"><material><mattext>Yes</mattext></material></response_label>\
               <response_label ident=\"n\"><material><mattext>No</mattext></material></response_label></render_choice></response_lid></presentation>\
               <resprocessing><respcondition><conditionvar><varequal respident=\"r\">y</varequal></conditionvar><setvar>1</setvar></respcondition></resprocessing></item></questestinterop>";
    assert_eq!(file("quiz.xml", xml).quizzes[0].questions, 1);
}

#[test]
fn entities_that_nobody_declared_stay_as_they_are_written() {
    let xml = "<quiz><question type=\"shortanswer\"><questiontext><text>&evil; &amp;amp; &#12354;</text></questiontext><answer fraction=\"100\"><text>a</text></answer></question></quiz>";
    let imported = file("quiz.xml", xml);
    assert_eq!(
        quiz(&imported).questions[0].text(Lang::En).unwrap().title,
        "&evil; & あ"
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let xml = format!("{}{}", "<quiz>".repeat(100_000), "</quiz>".repeat(100_000));
    assert!(refused("quiz.xml", xml).en.contains("nested too deeply"));
    // HTML within is flattened instead: editors nest a lot.
    let html = format!(
        "::a::[html]{}deep{} {{=yes ~no}}",
        "<div>".repeat(50_000),
        "</div>".repeat(50_000)
    );
    assert_eq!(file("quiz.gift", html).quizzes[0].questions, 1);
}

#[test]
fn what_no_encoding_fits_is_refused() {
    for bytes in [
        &b"::a::\xff\xfe\xfd {=b}"[..],
        b"\x00\x01\x02{}",
        b"::a::caf\xe9 \x81\x00{=b}",
    ] {
        assert!(refused("quiz.gift", bytes).en.contains("encoding"), "{bytes:?}");
    }
}

#[test]
fn a_format_that_is_not_known_is_named_as_such() {
    for (name, text) in [
        ("notes.txt", "Nothing here."),
        ("page.xml", "<html><body/></html>"),
        ("empty.xml", ""),
        ("broken.xml", "<quiz><question>"),
        ("table.csv", "a,b\n1,2\n"),
    ] {
        refused(name, text);
    }
}

#[test]
fn drawings_with_scripts_are_left_out() {
    for svg in [
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"javascript:alert(1)\"/></svg>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject/></svg>",
        "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>",
    ] {
        let data = crate::interchange::rich::images::to_base64(svg.as_bytes());
        let imported = file(
            "q.gift",
            format!(
                "::a::[html]<img src\\=\"data\\:image/svg+xml;base64,{}\" alt\\=\"x\"> Which? {{=yes ~no}}",
                data.replace('=', "\\=")
            ),
        );
        assert_eq!(imported.images.len(), 0, "{svg}");
        assert!(
            losses(&imported)[0].contains("scripts or reaches elsewhere"),
            "{:?}",
            losses(&imported)
        );
    }
}

#[test]
fn scripts_and_odd_links_never_reach_the_markdown() {
    let imported = file(
        "q.gift",
        "::a::[html]<p onclick\\=\"x()\">Which <a href\\=\"javascript\\:x()\">one</a>?</p><script>steal()</script><iframe src\\=\"https\\://example.com/\"></iframe>{=<b onmouseover\\=\"x()\">yes</b> ~no}",
    );
    let markdown = &imported.quizzes[0].markdown;
    for bad in [
        "javascript",
        "onclick",
        "onmouseover",
        "steal",
        "<script",
        "<iframe",
    ] {
        assert!(!markdown.contains(bad), "{markdown}");
    }
    assert_eq!(losses(&imported).len(), 3, "{:?}", losses(&imported));
}

#[test]
fn images_outside_of_the_package_are_not_found() {
    let mut files = super::packages::folder("tao21");
    let item = String::from_utf8(files["items/i1/qti.xml"].clone()).unwrap();
    files.insert(
        "items/i1/qti.xml".into(),
        item.replace("mouse.png", "../../../../etc/passwd").into_bytes(),
    );
    let imported = package("tao.zip", &files);
    assert!(
        losses(&imported)
            .iter()
            .any(|loss| loss.contains("is not in the file"))
    );
}
