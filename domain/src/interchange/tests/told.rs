//! What other systems write and ours cannot hold is told, and nothing else is harmed by it.

use super::*;
use crate::catalog::QuestionKind;

fn right(question: &Question) -> Vec<bool> {
    match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            choices.iter().map(|choice| choice.correct).collect()
        }
        kind => panic!("{kind:?}"),
    }
}

fn tells(imported: &Imported, words: &str) -> bool {
    losses(imported).iter().any(|loss| loss.contains(words))
}

#[test]
fn a_right_answer_is_found_in_every_width_and_form() {
    for correct in ["2", "２", "2.0", "B", "ｂ", "Ｂ）", "②", "赤い", " 赤い "] {
        let table = format!("問題,選択肢１,選択肢２,正解\n色は？,青い,赤い,{correct}\n");
        let imported = file("table.csv", table);
        assert_eq!(losses(&imported), Vec::<String>::new(), "{correct}");
        assert_eq!(right(&quiz(&imported).questions[0]), [false, true], "{correct}");
    }
    let both = file(
        "table.csv",
        "ｑｕｅｓｔｉｏｎ,Ａｎｓｗｅｒ 1,answer 2,answer 3,Correct\nx?,a,b,c,\"１，３\"\n",
    );
    assert_eq!(right(&quiz(&both).questions[0]), [true, false, true]);
}

#[test]
fn a_key_that_can_be_read_in_two_ways_is_told() {
    let imported = file(
        "table.csv",
        "question,answer 1,answer 2,answer 3,correct\n1+1=?,2,3,1,2\n",
    );
    assert!(
        tells(&imported, "can mean number 2 or the words of number 1"),
        "{:?}",
        losses(&imported)
    );
    let clear = file("table.csv", "question,answer 1,answer 2,correct\n1+1=?,2,3,1\n");
    assert_eq!(losses(&clear), Vec::<String>::new());
}

#[test]
fn cells_that_no_heading_names_and_points_that_are_no_number_are_told() {
    let imported = file(
        "table.csv",
        "question,answer 1,answer 2,correct,points\nWhich, then?,a,b,1,many\n",
    );
    assert!(
        tells(&imported, "beyond the headings") || tells(&imported, "none of its choices"),
        "{:?}",
        losses(&imported)
    );
    let imported = file(
        "table.csv",
        "question,answer 1,answer 2,correct,points\nWhich?,a,b,1,many\n",
    );
    assert!(tells(&imported, "are no number"), "{:?}", losses(&imported));
    let points = file("table.csv", "問題,選択肢1,選択肢2,正解,配点\nどれ？,a,b,1,３点\n");
    assert_eq!(quiz(&points).questions[0].points, 3);
}

#[test]
fn numbers_of_a_sheet_are_those_that_it_shows() {
    let mut files = super::packages::folder("kahoot");
    let sheet = files
        .keys()
        .find(|path| path.starts_with("xl/worksheets/"))
        .unwrap()
        .clone();
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let xml = format!(
        "<worksheet><sheetData><row>{}{}{}{}</row><row>{}<c r=\"B2\"><v>0.30000000000000004</v></c><c r=\"C2\"><v>4.0</v></c><c r=\"D2\"><v>1.0</v></c></row></sheetData></worksheet>",
        cell("A1", "question"),
        cell("B1", "answer 1"),
        cell("C1", "answer 2"),
        cell("D1", "correct"),
        cell("A2", "0.1 + 0.2?")
    );
    files.insert(sheet, xml.into_bytes());
    let imported = package("table.xlsx", &files);
    assert_eq!(losses(&imported), Vec::<String>::new());
    let quiz = quiz(&imported);
    assert_eq!(right(&quiz.questions[0]), [true, false]);
    let text = quiz.questions[0].text(Lang::En).unwrap();
    let mut choices: Vec<&str> = text.choices.values().map(|choice| choice.html.as_str()).collect();
    choices.sort_unstable();
    assert_eq!(choices, ["0.3", "4"]);
}

#[test]
fn aiken_as_people_type_it() {
    let imported = file(
        "aiken.txt",
        "色は？\nA)青\nB)赤\nANSWER: A\n\n形は？\nＡ．丸\nＢ．四角\nＣ．三角\nＡＮＳＷＥＲ：Ｂ\n\n両方\na) x\nb) y\nc) z\nANSWER: A, C\n\n答えなし\nA. 一\nB. 二\n\n次の問い\nA. 三\nB. 四\nANSWER: B. 四\n",
    );
    let quiz = quiz(&imported);
    let keys: Vec<Vec<bool>> = quiz.questions.iter().map(right).collect();
    assert_eq!(
        keys,
        [
            vec![true, false],
            vec![false, true, false],
            vec![true, false, true],
            vec![false, true],
        ]
    );
    assert!(
        tells(&imported, "両方: Several choices are right"),
        "{:?}",
        losses(&imported)
    );
    assert!(
        tells(&imported, "- 答えなし: It has no line ANSWER:."),
        "{:?}",
        losses(&imported)
    );
}

#[test]
fn one_broken_item_does_not_sink_the_package() {
    let mut files = super::packages::folder("tao30");
    files.insert("items/order.xml".into(), b"<qti-assessment-item><broken".to_vec());
    let imported = package("tao.zip", &files);
    assert_eq!(imported.quizzes[0].questions, 2);
    assert!(
        tells(&imported, "- items/order.xml: This is not well-formed XML"),
        "{:?}",
        losses(&imported)
    );
}

#[test]
fn what_macos_packs_beside_the_files_is_passed_over() {
    let files = super::packages::folder("canvas");
    let plain = package("canvas.zip", &files);
    let mut packed = files.clone();
    for path in files.keys() {
        packed.insert(
            format!("__MACOSX/._{path}"),
            b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X".to_vec(),
        );
    }
    packed.insert(".DS_Store".into(), b"\x00\x00\x00\x01Bud1".to_vec());
    assert_eq!(package("canvas.zip", &packed), plain);
}

#[test]
fn one_control_character_is_taken_out_and_told() {
    let imported = file(
        "quiz.gift",
        "::a::Which\u{b}one? {=yes ~no}\n\n::b::And\u{1} here? {=yes ~no}\n",
    );
    assert_eq!(imported.quizzes[0].questions, 2);
    assert_eq!(
        losses(&imported),
        [": Control characters that nobody sees were taken out (2)."]
    );
    let xml = "<quiz><question type=\"shortanswer\"><name><text>a</text></name><questiontext><text>Which\u{b}one?</text></questiontext><answer fraction=\"100\"><text>x</text></answer></question></quiz>";
    assert!(tells(&file("quiz.xml", xml), "Control characters"));
}

#[test]
fn two_items_of_one_title_lose_each_their_own() {
    let question = "<question type=\"calculated\"><name><text>和</text></name><questiontext><text>x</text></questiontext></question>";
    let good = "<question type=\"shortanswer\"><name><text>b</text></name><questiontext><text>y?</text></questiontext><answer fraction=\"100\"><text>x</text></answer></question>";
    let imported = file("quiz.xml", format!("<quiz>{question}{good}{question}</quiz>"));
    assert_eq!(
        losses(&imported)
            .iter()
            .filter(|loss| loss.starts_with("- 和"))
            .count(),
        2
    );
}

#[test]
fn ranges_have_no_digits_that_nobody_wrote() {
    let imported = file(
        "quiz.gift",
        "::a::How much? {#0.1..0.4}\n\n::b::How much more? {#1.1:0.3}\n",
    );
    let markdown = &imported.quizzes[0].markdown;
    assert!(markdown.contains("= 0.25 ± 0.15\n"), "{markdown}");
    assert!(markdown.contains("= 1.1 ± 0.3\n"), "{markdown}");
}

#[test]
fn every_part_of_a_category_is_a_tag() {
    let gift = file(
        "q.gift",
        "$CATEGORY: $course$/top/IT/Keyboard\n\n::a::x? {=y ~n}\n",
    );
    assert_eq!(quiz(&gift).questions[0].tags, ["IT", "Keyboard"]);
    let xml = "<quiz><question type=\"category\"><category><text>$course$/top/情報/入力//出力</text></category></question><question type=\"shortanswer\"><name><text>a</text></name><questiontext><text>x?</text></questiontext><answer fraction=\"100\"><text>y</text></answer></question></quiz>";
    assert_eq!(quiz(&file("q.xml", xml)).questions[0].tags, ["情報", "入力-出力"]);
}

#[test]
fn every_gap_of_a_cloze_question_is_kept() {
    let response = |ident: &str| {
        format!(
            "<response_str ident=\"{ident}\" rcardinality=\"Single\"><render_fib fibtype=\"String\" prompt=\"Box\" columns=\"5\"/></response_str>"
        )
    };
    let hit = |ident: &str, value: &str| {
        format!(
            "<respcondition><conditionvar><varequal respident=\"{ident}\">{value}</varequal></conditionvar><setvar action=\"Add\">1</setvar></respcondition>"
        )
    };
    let xml = format!(
        "<!DOCTYPE questestinterop SYSTEM \"ims_qtiasiv1p2p1.dtd\"><questestinterop><item ident=\"il_0\" title=\"Copy\" maxattempts=\"0\"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>QUESTIONTYPE</fieldlabel><fieldentry>CLOZE QUESTION</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation label=\"Copy\"><flow><material><mattext texttype=\"text/xhtml\">Press</mattext></material>{}<material><mattext>and</mattext></material>{}<material><mattext>to copy.</mattext></material></flow></presentation><resprocessing>{}{}</resprocessing></item></questestinterop>",
        response("gap_0"),
        response("gap_1"),
        hit("gap_0", "Ctrl"),
        hit("gap_1", "C")
    );
    let imported = file("ilias.xml", xml);
    let quiz = quiz(&imported);
    let QuestionKind::Blanks { blanks, .. } = &quiz.questions[0].kind else {
        panic!("{:?}", quiz.questions[0].kind)
    };
    let accepted: Vec<&[String]> = blanks.iter().map(|blank| blank.accepted.as_slice()).collect();
    assert_eq!(accepted, [["Ctrl"], ["C"]]);
}

#[test]
fn an_instruction_of_qti_is_part_of_the_question() {
    let xml = "<assessmentItem identifier=\"i\" title=\"Mail\"><responseDeclaration identifier=\"RESPONSE\" cardinality=\"single\" baseType=\"identifier\"><correctResponse><value>a</value></correctResponse></responseDeclaration><itemBody><rubricBlock view=\"candidate\"><p>Read the letter first.</p></rubricBlock><rubricBlock view=\"scorer\"><p>For graders.</p></rubricBlock><choiceInteraction responseIdentifier=\"RESPONSE\" maxChoices=\"1\"><prompt>Who wrote it?</prompt><simpleChoice identifier=\"a\">A</simpleChoice><simpleChoice identifier=\"b\">B</simpleChoice></choiceInteraction></itemBody><responseProcessing template=\"match_correct\"/></assessmentItem>";
    let imported = file("item.xml", xml);
    let markdown = &imported.quizzes[0].markdown;
    assert!(markdown.contains("Read the letter first."), "{markdown}");
    assert!(!markdown.contains("For graders."), "{markdown}");
    assert!(tells(&imported, "rubricBlock"), "{:?}", losses(&imported));
}
