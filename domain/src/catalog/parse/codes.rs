//! Every code a problem may have, with its page: what it means, a wrong and a right example.
//!
//! The pages are `docs/authoring/problems/`; their examples are run by the tests, so that no page tells
//! what is not so.

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `K` and four digits; never given to another kind of problem.
    pub code: &'static str,
    /// Its title in Japanese.
    pub ja: &'static str,
    /// Its title in English.
    pub en: &'static str,
    /// Its page, markdown in both languages.
    pub page: &'static str,
}

impl Code {
    /// The page's path in the repository.
    pub fn path(&self) -> String {
        format!("docs/authoring/problems/{}.md", self.code)
    }
}

/// The kind of problem of a code; upper or lower case.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|known| known.code.eq_ignore_ascii_case(code))
}

macro_rules! codes {
    ($($code:ident $ja:literal $en:literal;)*) => {
        /// Every code, in order.
        pub const ALL: &[Code] = &[$(Code {
            code: stringify!($code),
            ja: $ja,
            en: $en,
            page: include_str!(concat!("../../../../docs/authoring/problems/", stringify!($code), ".md")),
        },)*];
    };
}

codes! {
    K0101 "文字コードがUTF-8ではありません" "The file is not UTF-8";
    K0102 "TOMLの書き方が正しくありません" "This is not TOML";
    K0103 "知らない項目です" "An unknown key";
    K0104 "必要な項目がありません" "A required key is missing";
    K0105 "項目の値が正しくありません" "A key has a wrong value";
    K0106 "見出し情報（+++）がありません" "The front matter is missing";
    K0107 "course.toml がありません" "There is no course.toml";
    K0108 "どこからも使われていないファイルです" "Nothing uses this file";
    K0109 "ファイル名から言語が分かりません" "The file's name does not tell its language";
    K0110 "idに使えない文字です" "An id has a character that it cannot have";
    K0111 "用語集に同じidが2つあります" "The glossary has an id twice";
    K0112 "gitの合わせた印が残っています" "Marks of a merge are left";
    K0113 "記号が全角か、空白がありません" "A sign in full width, or without its space";
    K0114 "テストとレッスンの名前が逆です" "A quiz named as a lesson, or the other way round";
    K0115 "DigCompにない番号です" "No competence of DigComp";
    K0201 "そのレッスンやテストはありません" "No such lesson or quiz";
    K0202 "同じ名前が2回あります" "The same name occurs twice";
    K0203 "必要なコースがありません" "A required course does not exist";
    K0204 "レッスンとテストの名前が同じです" "A lesson and a quiz have the same name";
    K0205 "コースがたがいに必要とし合っています" "Courses require each other";
    K0206 "idとフォルダーの名前が違います" "The id differs from the folder's name";
    K0301 "使えないHTMLです" "HTML that is not allowed";
    K0302 "閉じていないHTMLです" "An HTML tag is not closed";
    K0303 "リンク先のファイルがありません" "A link leads to no file";
    K0304 "使えない形のリンクです" "A link of a form that is not allowed";
    K0305 "画像がありません" "There is no such image";
    K0306 "画像に説明の文がありません" "An image has no alternative text";
    K0307 "ほかの場所の画像です" "An image from elsewhere";
    K0308 "見出しの段が飛んでいます" "A heading skips a level";
    K0309 "表の中のふりがなは全角の｜で書きます" "Furigana in a table needs the wide bar";
    K0310 "知らない囲みです" "An unknown box";
    K0311 "ふりがなの漢字か読みが空です" "Furigana without its base or reading";
    K0312 "その場所（見出し）はありません" "A link leads to no heading";
    K0313 "問題ではない見出しの属性です" "An attribute on a heading that is no question";
    K0314 "問題の外に選択肢があります" "Choices outside a question";
    K0315 "この ** は太字になりません" "These stars make nothing bold";
    K0316 "1年以上確かめていない事実です" "A fact that nobody has looked up for a year";
    K0317 "用語集にない言葉です" "A word that the glossary does not have";
    K0318 "動画に字幕がありません" "A video has no captions";
    K0319 "記号がそのまま見えます" "Signs that are shown as they are";
    K0320 "リンクになっていない住所です" "An address without a link";
    K0321 "コードかコメントが閉じていません" "Code or a comment that is not closed";
    K0322 "画像の中身が画像ではありません" "An image file that is no image";
    K0401 "問題にidがありません" "A question has no id";
    K0402 "同じidの問題が2つあります" "Two questions have the same id";
    K0403 "かっこ { } の中が正しくありません" "A wrong attribute in the braces";
    K0405 "正しい選択肢がありません" "No choice is right";
    K0406 "すべての選択肢が正解です" "All choices are right";
    K0407 "選択肢にidがありません" "A choice has no id";
    K0408 "同じidの選択肢が2つあります" "Two choices have the same id";
    K0409 "同じ文の選択肢が2つあります" "Two choices say the same";
    K0410 "選択肢に [ ] がありません" "A choice has no box";
    K0411 "accept の答えが正解になりません" "An answer that should be accepted is not";
    K0412 "reject の答えが正解になります" "An answer that should be rejected is accepted";
    K0413 "答え方がありません" "There is no way to answer";
    K0414 "type=single なのに正解が2つあります" "type=single with several right choices";
    K0415 "答えが数ではありません" "The answer is not one number";
    K0416 "答え方が混ざっています" "Two ways to answer are mixed";
    K0417 "選択肢が1つしかありません" "There is only one choice";
    K0418 "テストの見出しの段が違います" "A quiz heading at the wrong level";
    K0419 "テストに問題がありません" "A quiz has no questions";
    K0420 "その札（tag）の付いた問題がありません" "No question has the tag to draw from";
    K0421 "選び出す問題が足りません" "Too few questions to draw from";
    K0422 "問題の外に、問題だけの囲みがあります" "A question's box outside a question";
    K0423 "空欄の答えがありません" "A gap has no answer";
    K0424 "組の表が2列ではありません" "A table of pairs does not have two columns";
    K0425 "組か手順が足りません" "Too few pairs or steps";
    K0426 "採点の項目がありません" "There is no rubric to grade by";
    K0427 "アンケートに正解があります" "A survey has a right answer";
    K0428 "どの選択肢のものでもない引用です" "A quote that belongs to no choice";
    K0429 "問題の見出しの段が深すぎます" "A question's heading is too deep";
    K0430 "選択肢のidが正解を教えています" "The id of a choice tells the key";
    K0431 "文のない選択肢です" "A choice without words";
    K0501 "翻訳のファイルがありません" "A translation is missing";
    K0502 "翻訳に問題が足りません" "A translation lacks a question";
    K0503 "翻訳に選択肢が足りません" "A translation lacks a choice";
    K0504 "この言語の文がありません" "A text is missing in one language";
    K0505 "元の言語にないidです" "An id that the source language does not have";
    K0506 "翻訳で正解か点が違います" "A translation changes the key";
    K0507 "course.toml にない言語のファイルです" "A file in a language that course.toml does not list";
    K0508 "翻訳の作りが元と違います" "A translation is made differently from its source";
    K0509 "元の文が、翻訳の後で変わりました" "The source has changed since the translation";
    K0601 "ルールの ref がどこも指していません" "A rule refers to nothing";
    K0602 "だれも満たせない条件です" "A requirement that nobody can meet";
    K0603 "ルールの中に同じidが2つあります" "A rule has an id twice";
    K0604 "ルールのidとファイルの名前が違います" "A rule's id differs from its file's name";
    K0605 "教えるコースがない力です" "A competence that no course teaches";
    K0606 "この種類では使われない項目です" "A key that says nothing here";
    K0701 "リンクがフォルダーの外を指しています" "A symbolic link leads out of the folder";
    K0702 "シンボリックリンクは使えません" "Symbolic links are not followed";
    K0703 "サブモジュールは使えません" "Submodules are not fetched";
    K0704 "ファイルが大きすぎます" "A file is too large";
    K0705 "使えないファイル名です" "A file name that cannot be used";
    K0706 "Git LFS の目印だけがあります" "Only a Git LFS pointer";
    K0707 "ファイルが多すぎるか、全部で大きすぎます" "Too many files, or too large together";
    K0708 "同じidのコースやルールがもうあります" "The id is already used";
    K0709 "コースが見つかりません" "There is no course";
    K0710 "ファイルの中身がリポジトリにありません" "A file's content is missing";
    K0801 "漢字とかなが混ざった言葉です" "A word half in kanji, half in kana";
    K0802 "長さで正解が分かります" "Length tells the key";
    K0803 "間違いの選択肢に言葉がありません" "Wrong choices that say nothing";
    K0804 "まだ習っていない種類のファイルです" "A kind of file that comes later";
}
