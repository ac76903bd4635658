//! Five courses of ten lessons and a quiz each, as long as a real lesson is, and a readiness rule.

use std::{fmt::Write, fs, path::Path};

use crate::Result;

/// How many courses there are.
pub const COURSES: usize = 5;
/// How many lessons a course has.
pub const LESSONS: usize = 10;
/// How many questions its quiz has.
pub const QUESTIONS: usize = 10;
/// The id of a checklist's items in the rule.
pub const ITEMS: [&str; 5] = [
    "device-patched",
    "screen-lock",
    "private-place",
    "camera-call",
    "line-speed",
];

/// The id of a course.
pub fn course_id(course: usize) -> String {
    format!("course-{}", course + 1)
}

/// The id of a lesson.
pub fn lesson_id(lesson: usize) -> String {
    format!("lesson-{}", lesson + 1)
}

/// The id of a question of a quiz.
pub fn question_id(question: usize) -> String {
    format!("question-{}", question + 1)
}

/// Writes the courses folder.
pub fn write(folder: &Path) -> Result<()> {
    for course in 0..COURSES {
        let dir = folder.join(course_id(course));
        fs::create_dir_all(dir.join("images"))?;
        fs::write(dir.join("course.toml"), manifest(course))?;
        fs::write(dir.join("images/keys.svg"), picture())?;
        fs::write(dir.join("final.quiz.ja.md"), quiz(true))?;
        fs::write(dir.join("final.quiz.en.md"), quiz(false))?;
        for lesson in 0..LESSONS {
            let name = lesson_id(lesson);
            fs::write(dir.join(format!("{name}.ja.md")), lesson_ja(lesson))?;
            fs::write(dir.join(format!("{name}.en.md")), lesson_en(lesson))?;
        }
    }
    fs::create_dir_all(folder.join("readiness"))?;
    Ok(fs::write(folder.join("readiness/office.toml"), rule())?)
}

fn manifest(course: usize) -> String {
    let items: Vec<String> = (0..LESSONS)
        .map(|lesson| format!("{:?}", lesson_id(lesson)))
        .collect();
    format!(
        "id = \"{}\"\ntitle = {{ ja = \"パソコンの教室 {n}\", en = \"Computer class {n}\" }}\n\
         summary = {{ ja = \"はじめての人のためのコースです。\", en = \"A course for beginners.\" }}\n\
         languages = [\"ja\", \"en\"]\nhours = 6\ncompetences = [\"digcomp:1.{n}\"]\nrequires = []\n\n\
         [[unit]]\nid = \"all\"\ntitle = {{ ja = \"さわってみる\", en = \"Getting your hands on it\" }}\n\
         items = [{}, \"final\"]\n",
        course_id(course),
        items.join(", "),
        n = course + 1,
    )
}

const STEPS_JA: [&str; 6] = [
    "画面の下にある小さな{絵|え}を、ゆっくり一回{押|お}します。",
    "出てきた一覧から、自分の名前の付いた箱を{選|えら}びます。",
    "箱の中の写真が、日付の{順|じゅん}に{並|なら}んでいるか確かめます。",
    "見たい写真を続けて二回{押|お}して、大きく開きます。",
    "終わったら、右上の「×」を{押|お}して{閉|と}じます。",
    "最初の画面に{戻|もど}ったことを、声に出して確かめます。",
];

const STEP_ENDS: [&str; 4] = [
    "。",
    "。手をはなして画面を見ます。",
    "。できたら、うなずきます。",
    "。次の人にも見せてあげてください。",
];

fn lesson_ja(lesson: usize) -> String {
    let mut text = format!(
        "+++\ntitle = \"{{練習|れんしゅう}} その{}\"\nminutes = 20\n\
         goals = [\"箱を開いて写真を見られる\", \"終わったら元の画面に戻せる\"]\n+++\n\n\
         遠くに住むお孫さんの写真が{{届|とど}}きました。今日は、その写真を画面いっぱいに大きくして見ます。\n\n\
         ![キーボードの図。文字の{}列と、右下の矢印のキー](images/keys.svg)\n",
        lesson + 1,
        3 + lesson % 3,
    );
    for part in 0..4 {
        let _ = write!(
            text,
            "\n## {} {}\n\nゆっくりで大丈夫です。一つできたら、**手を止めて**画面を見ます。思った通りに動かないときは、\
             教室の人に声をかけてください。こわれることはありません。\n\n",
            ["まず見る", "ためしに動かす", "もう一度やる", "一人でやる"][part],
            part + 1
        );
        for number in 0..STEPS_JA.len() {
            let step = STEPS_JA[(number + part + lesson) % STEPS_JA.len()];
            let _ = writeln!(text, "{}. {}", number + 1, step.replace('。', STEP_ENDS[part]));
        }
        text.push_str(
            "\n> [!TIP]\n> 力を入れなくて大丈夫です。{卵|たまご}を持つくらいの力で持ちます。左ききの人は、左手で使ってもかまいません。\n",
        );
    }
    text.push_str(
        "\n## 言葉のまとめ\n\n| 名前 | どうするか | 何が起きるか |\n|---|---|---|\n\
         | クリック | 左のボタンを一回{押｜お}す | 選ぶ |\n| ダブルクリック | 左のボタンを続けて二回{押｜お}す | 開く |\n\
         | 右クリック | 右のボタンを一回{押｜お}す | できることの一覧が出る |\n\n<kbd>Ctrl</kbd> + <kbd>C</kbd> で写します。\n\n## やってみよう\n",
    );
    for question in 1..=2 {
        let _ = write!(
            text,
            "\n### 写真を開くのはどれですか？（{question}） {{.question #open-{question}}}\n\n\
             - [ ] 左のボタンを一回{{押|お}}す {{#once}}\n  > おしいです。一回では選ぶだけです。\n\
             - [x] 左のボタンを続けて二回{{押|お}}す {{#twice}}\n  > そのとおりです。\n\
             - [ ] 右のボタンを一回{{押|お}}す {{#right}}\n  > 右のボタンでは、一覧が出ます。\n\n\
             > [!HINT]\n> ドアをたたく音を思い出してください。\n"
        );
    }
    text
}

fn lesson_en(lesson: usize) -> String {
    let mut text = format!(
        "+++\ntitle = \"Exercise {}\"\nminutes = 20\n\
         goals = [\"Open a box and look at a photo\", \"Go back to the first screen\"]\n+++\n\n\
         A photo of your grandchild has arrived. Today you will look at it as large as the screen.\n\n\
         ![A keyboard with its rows of letters and the arrow keys](images/keys.svg)\n",
        lesson + 1,
    );
    for part in ["Look first", "Try it", "Once more", "On your own"] {
        let _ = write!(
            text,
            "\n## {part}\n\nTake your time. After each step **rest your hand** and look at the screen. When it does not \
             move as you thought, call somebody from the classroom. Nothing breaks.\n\n\
             1. Press the small picture at the bottom of the screen once.\n\
             2. Choose the box with your name from the list.\n\
             3. See whether the photos stand in the order of their days.\n\
             4. Press the photo twice to open it.\n\
             5. Press the × at the top right to close it.\n\n\
             > [!TIP]\n> No strength is needed. Hold it as you would hold an egg.\n"
        );
    }
    for question in 1..=2 {
        let _ = write!(
            text,
            "\n### Which one opens the photo? ({question}) {{.question #open-{question}}}\n\n\
             - [ ] Press the left button once {{#once}}\n  > Once only selects.\n\
             - [x] Press the left button twice {{#twice}}\n  > That is right.\n\
             - [ ] Press the right button once {{#right}}\n  > That shows a list.\n\n\
             > [!HINT]\n> Think of a knock at the door.\n"
        );
    }
    text
}

fn quiz(ja: bool) -> String {
    let title = if ja { "まとめテスト" } else { "Final test" };
    let mut text = format!(
        "+++\ntitle = \"{title}\"\nkind = \"test\"\npass_percent = 80\nattempts = 0\nshow_answers = \"after-pass\"\n+++\n\n{}\n",
        if ja {
            "習ったことを、ふだんの場面に置きかえて聞きます。"
        } else {
            "What you have learned, in everyday situations."
        }
    );
    for question in 0..QUESTIONS {
        let id = question_id(question);
        let (asked, choices) = if ja {
            (
                format!(
                    "写真を見ている間に、画面の{}番目のボタンを{{押|お}}すと、何が起きますか？",
                    question + 1
                ),
                [
                    "写真が小さくなって、下で待つ",
                    "写真が{閉|と}じて、元の画面に{戻|もど}る",
                    "写真が消えて、もう見られない",
                    "何も起きない",
                ],
            )
        } else {
            (
                format!(
                    "While you look at a photo you press button {}. What happens?",
                    question + 1
                ),
                [
                    "The photo gets small and waits",
                    "The photo closes",
                    "The photo is gone for ever",
                    "Nothing",
                ],
            )
        };
        let _ = write!(text, "\n## {asked} {{#{id}}}\n\n");
        for (number, choice) in choices.iter().enumerate() {
            let mark = if number == 1 { "x" } else { " " };
            let _ = writeln!(text, "- [{mark}] {choice} {{#choice-{}}}", number + 1);
        }
    }
    text
}

fn rule() -> String {
    let mut text = String::from(
        "id = \"office\"\ntitle = { ja = \"在宅事務の準備\", en = \"Ready for office telework\" }\non_change = \"recheck\"\n\n\
         [sign_off]\nrole = \"coordinator\"\nvalid_days = 180\n",
    );
    for course in 0..COURSES {
        let id = course_id(course);
        let _ = write!(
            text,
            "\n[[require]]\nid = \"test-{n}\"\ntitle = {{ ja = \"テスト{n}\", en = \"Test {n}\" }}\nkind = \"quiz\"\nref = \"{id}/final\"\nmin_percent = 80\n",
            n = course + 1
        );
    }
    let _ = write!(
        text,
        "\n[[require]]\nid = \"course\"\ntitle = {{ ja = \"コース1を全部終える\", en = \"Finish course 1\" }}\nkind = \"course\"\nref = \"{}\"\n\
         \n[[require]]\nid = \"attendance\"\ntitle = {{ ja = \"授業に80％以上出席する\", en = \"Attend 80% or more\" }}\nkind = \"attendance\"\nmin_percent = 80\nexcused = \"exclude\"\n\
         \n[[require]]\nid = \"home-office\"\ntitle = {{ ja = \"家で働く場所\", en = \"A home ready for work\" }}\nkind = \"checklist\"\nitems = {ITEMS:?}\n\
         evidence = [\"observed\", \"file\", \"self\"]\nvalid_days = 180\n",
        course_id(0)
    );
    text
}

fn picture() -> String {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 480 160\">");
    for row in 0..4 {
        for key in 0..12 {
            let _ = write!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"34\" height=\"30\" rx=\"4\" fill=\"#fff\" stroke=\"#456\"/>",
                key * 39 + 6,
                row * 37 + 8
            );
        }
    }
    svg + "</svg>"
}
