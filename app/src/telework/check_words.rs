//! The words of the self-test: what is looked at, what to do where it is not in order, and the numbers.

use domain::{
    Lang,
    telework::{Line, Measure, Problem, Value, browser},
};
use server::{Services, telework::measurements::Measured};

/// What is looked at.
pub(super) fn name(lang: Lang, measure: Measure) -> &'static str {
    match measure {
        Measure::Camera => lang.t("カメラ", "Camera"),
        Measure::Microphone => lang.t("マイク", "Microphone"),
        Measure::Speaker => lang.t("スピーカー・イヤホン", "Loudspeaker or headphones"),
        Measure::Line => lang.t("インターネットの回線", "Internet line"),
        Measure::Browser => lang.t("ブラウザーとシステム", "Browser and system"),
        Measure::Screen => lang.t("画面の大きさ", "Size of the screen"),
        Measure::Secure => lang.t("安全な接続", "Encrypted connection"),
    }
}

/// What will happen.
pub(super) fn how(lang: Lang, measure: Measure) -> &'static str {
    match measure {
        Measure::Camera => lang.t(
            "ボタンを押すと、ブラウザーが「カメラを使ってよいですか」と聞きます。「許可」を押してください。顔をまるの中に入れます。映像は、どこにも送られません。",
            "After the press the browser asks whether it may use the camera: allow it. Bring your face into the oval. The picture is sent nowhere.",
        ),
        Measure::Microphone => lang.t(
            "ボタンを押して、5秒のあいだ「こんにちは」と話してください。そのあと、自分の声が聞こえます。声は、どこにも送られません。",
            "Press and say hello for five seconds. Then you hear your own voice. It is sent nowhere.",
        ),
        Measure::Speaker => lang.t(
            "ボタンを押すと、2秒のあいだ音が鳴ります。",
            "After the press a tone sounds for two seconds.",
        ),
        Measure::Line => lang.t(
            "ボタンを押すと、30秒ほどかけて、速さと安定を測ります。ほかの人の動画やダウンロードは、止めてもらってください。",
            "Measures speed and steadiness for about 30 seconds. Let others at home stop videos and downloads meanwhile.",
        ),
        Measure::Browser => lang.t(
            "ブラウザーとパソコンが、いまも更新を受けられるかを調べます。",
            "Looks whether browser and computer still get updates.",
        ),
        Measure::Screen => lang.t(
            "仕事の画面が入る大きさかを調べます。",
            "Looks whether the screen is large enough for work.",
        ),
        Measure::Secure => lang.t(
            "このページが暗号化されて届いているかを調べます。",
            "Looks whether this page came encrypted.",
        ),
    }
}

/// The button.
pub(super) fn start(lang: Lang, measure: Measure) -> &'static str {
    match measure {
        Measure::Camera => lang.t("カメラをためす", "Try the camera"),
        Measure::Microphone => lang.t("マイクをためす", "Try the microphone"),
        Measure::Speaker => lang.t("音を鳴らす", "Play the tone"),
        Measure::Line => lang.t("回線を測る", "Measure the line"),
        Measure::Browser => lang.t("ブラウザーを調べる", "Look at the browser"),
        Measure::Screen => lang.t("画面を調べる", "Look at the screen"),
        Measure::Secure => lang.t("接続を調べる", "Look at the connection"),
    }
}

/// What may be wrong with what is looked at.
pub(super) fn possible(measure: Measure) -> &'static [Problem] {
    use Problem::*;
    match measure {
        Measure::Camera => &[
            Denied,
            NotFound,
            InUse,
            NotSecure,
            NotAble,
            Dark,
            SmallPicture,
            Other,
        ],
        Measure::Microphone => &[
            Denied, NotFound, InUse, NotSecure, NotAble, Silent, NotHeard, Other,
        ],
        Measure::Speaker => &[NotHeard, NotAble, Other],
        Measure::Line => &[SlowDown, SlowUp, Late, Unsteady, Lossy, Broken, Other],
        Measure::Browser => &[OldBrowser, OldSystem, UnknownBrowser, Other],
        Measure::Screen => &[SmallScreen, Other],
        Measure::Secure => &[NotSecure, Other],
    }
}

/// What is wrong, and what to do.
pub(super) fn problem(lang: Lang, problem: Problem) -> &'static str {
    match problem {
        Problem::Denied => lang.t(
            "使うことが許可されていません。アドレスの左にあるしるしを押して、カメラとマイクを「許可」にし、ページを開きなおしてください。",
            "The browser may not use it. Press the sign left of the address, allow camera and microphone, and open the page anew.",
        ),
        Problem::NotFound => lang.t(
            "見つかりません。ケーブルがささっているか、スイッチが入っているかを見てください。付いていないパソコンなら、教室で借りられます。",
            "None was found. Look whether its cable is in and its switch is on. If the computer has none, the classroom can lend one.",
        ),
        Problem::InUse => lang.t(
            "ほかのソフトが使っています。ZoomやTeamsなど、通話のソフトを閉じて、もう一度ためしてください。",
            "Another program uses it. Close programs for calls, such as Zoom or Teams, and try again.",
        ),
        Problem::NotSecure => lang.t(
            "このページは暗号化されていません（アドレスが https で始まっていません）。教室の人に伝えてください。あなたのせいではありません。",
            "This page is not encrypted: its address does not begin with https. Please tell the classroom. It is not your doing.",
        ),
        Problem::NotAble => lang.t(
            "このブラウザーではできません。Edge、Chrome、Safari、Firefox の新しいものでためしてください。",
            "This browser cannot do it. Please try a current Edge, Chrome, Safari or Firefox.",
        ),
        Problem::Dark => lang.t(
            "暗くて、顔が見えにくいです。窓や電気のほうを向いてすわってください。窓を背にすると暗くなります。",
            "It is dark: your face is hard to see. Sit facing a window or a lamp; a window behind you makes you dark.",
        ),
        Problem::SmallPicture => lang.t(
            "カメラの映像が小さすぎます。別のカメラがあれば、つないでためしてください。教室で借りることもできます。",
            "The camera's picture is too small. Try another camera if there is one; the classroom can lend one.",
        ),
        Problem::Silent => lang.t(
            "ほとんど聞こえません。マイクが「ミュート」になっていないか、音量が小さくないかを見て、少し近くで話してください。",
            "Hardly anything was heard. Look whether the microphone is muted or set low, and speak a little closer.",
        ),
        Problem::NotHeard => lang.t(
            "聞こえなかったのですね。音量を上げ、イヤホンがささっているか、音の出る先が合っているかを見てください。",
            "You heard nothing. Turn the volume up, and look whether headphones are plugged in and the right device is chosen.",
        ),
        Problem::SlowDown => lang.t(
            "受け取る速さが足りません。ルーターの近くで、できればケーブルで、もう一度測ってください。",
            "The line is too slow towards you. Measure again close to the router, best with a cable.",
        ),
        Problem::SlowUp => lang.t(
            "送る速さが足りません。こちらの顔や声が、相手に届きにくくなります。ほかの機器の通信を止めて、もう一度測ってください。",
            "The line is too slow from you: others would see and hear you badly. Stop other devices and measure again.",
        ),
        Problem::Late => lang.t(
            "返事が遅れて届きます。通話で話がかさなりやすくなります。Wi-Fiの場所を変えて、もう一度測ってください。",
            "Answers come late: in a call you would talk over each other. Move closer to the Wi-Fi and measure again.",
        ),
        Problem::Unsteady => lang.t(
            "速くなったり遅くなったりしています。電子レンジや、間の壁をさけて、もう一度測ってください。",
            "The line is now fast, now slow. Keep away from microwave ovens and walls between, and measure again.",
        ),
        Problem::Lossy => lang.t(
            "途中で消える通信が多いです。声がとぎれます。ケーブルにするか、回線の会社に相談してください。",
            "Too much is lost on the way: voices would break. Use a cable, or ask the company of the line.",
        ),
        Problem::Broken => lang.t(
            "測っているあいだに、回線が切れました。つながっているのを見て、もう一度測ってください。",
            "The line broke while it was measured. Look whether you are connected, and measure again.",
        ),
        Problem::OldBrowser => lang.t(
            "ブラウザーが古いです。閉じて開きなおすと、新しくなることがあります。ならないときは、更新をしてください。",
            "The browser is old. Closing and opening it often brings the new one; otherwise update it.",
        ),
        Problem::OldSystem => lang.t(
            "パソコンやスマートフォンのシステムが古く、もう更新が届きません。仕事には使えません。教室で借りることを相談してください。",
            "The system of this device is old and gets no updates any more. It cannot be used for work. Ask the classroom about borrowing one.",
        ),
        Problem::UnknownBrowser => lang.t(
            "知らないブラウザーです。Edge、Chrome、Safari、Firefox でためしてください。",
            "This browser is not known. Please try Edge, Chrome, Safari or Firefox.",
        ),
        Problem::SmallScreen => lang.t(
            "仕事には小さい画面です。スマートフォンで見ているなら、パソコンで開いてください。",
            "The screen is small for work. If this is a phone, please open the page on a computer.",
        ),
        Problem::Other => lang.t(
            "うまく調べられませんでした。もう一度ためすか、教室の人といっしょにしてください。",
            "It could not be looked at. Try once more, or do it with somebody in class.",
        ),
    }
}

/// The lesson that helps: course and lesson.
pub(super) fn lesson(services: &Services, lang: Lang, problem: Problem) -> Option<(String, String)> {
    let (course, lesson) = match problem {
        Problem::Denied
        | Problem::NotFound
        | Problem::InUse
        | Problem::Dark
        | Problem::SmallPicture
        | Problem::Silent => ("online-meetings", "join"),
        Problem::NotHeard => ("it-basics", "listen-speak"),
        Problem::SlowDown
        | Problem::SlowUp
        | Problem::Late
        | Problem::Unsteady
        | Problem::Lossy
        | Problem::Broken => ("online-meetings", "line-breaks"),
        Problem::OldBrowser | Problem::OldSystem => ("safety", "updates-backups"),
        Problem::SmallScreen => ("telework", "safe-device"),
        Problem::NotSecure | Problem::NotAble | Problem::UnknownBrowser | Problem::Other => return None,
    };
    let revision = services.catalog.course(course).ok()?;
    let title = revision.course.lessons.get(lesson)?.text(lang)?.1.title.clone();
    Some((format!("/courses/{course}/lessons/{lesson}"), title))
}

/// What was measured, in numbers. A number that is compared with a limit is not rounded across it: it is
/// cut where more is better, and rounded up where less is.
pub(super) fn numbers(lang: Lang, measured: &Measured) -> String {
    match &measured.value {
        Value::Camera {
            width,
            height,
            brightness,
        } => lang.t(
            format!("{width}×{height}、明るさ {brightness:.0}（255まで）"),
            format!("{width}×{height}, brightness {brightness:.0} of 255"),
        ),
        Value::Microphone { peak, .. } => {
            let percent = (peak * 100.0).floor();
            lang.t(format!("声の大きさ {percent}%"), format!("loudness {percent}%"))
        }
        Value::Speaker { heard: true } => lang.t("聞こえた", "heard").to_owned(),
        Value::Speaker { heard: false } => lang.t("聞こえなかった", "not heard").to_owned(),
        Value::Line(line) => self::line(lang, line),
        Value::Browser {} => {
            let seen = browser::look(&measured.agent, measured.at.date_naive());
            format!("{} {}", seen.browser, seen.system)
        }
        Value::Screen { width, height } => format!("{width}×{height}"),
        Value::Secure { https: true } => "https".to_owned(),
        Value::Secure { https: false } => "http".to_owned(),
        Value::Failed { .. } => lang.t("調べられなかった", "could not be looked at").to_owned(),
    }
}

fn line(lang: Lang, line: &Line) -> String {
    let cut = |value: f64| (value * 10.0).floor() / 10.0;
    let (down, up) = (cut(line.down), cut(line.up));
    let (latency, jitter, loss) = (line.latency.ceil(), line.jitter.ceil(), line.loss.ceil());
    lang.t(
        format!(
            "受け取る速さ {down} Mbit/s、送る速さ {up} Mbit/s、返事までの遅れ {latency} ms、遅れのゆれ {jitter} ms、届かなかった通信 {loss}%"
        ),
        format!("receives {down} Mbit/s, sends {up} Mbit/s, an answer takes {latency} ms, give or take {jitter} ms, {loss}% lost"),
    )
}

/// What a line is enough for.
pub(super) fn enough(lang: Lang, line: &Line) -> &'static str {
    let steady = line.latency <= 300.0 && line.loss <= 5.0;
    match line {
        Line { down, up, .. } if steady && *down >= 10.0 && *up >= 3.0 => lang.t(
            "何人もの通話と、大きなファイルの仕事に足ります。",
            "Enough for calls with several people and for large files.",
        ),
        Line { down, up, .. } if steady && *down >= 3.0 && *up >= 1.0 => lang.t(
            "一対一の通話と、ふだんの仕事に足ります。",
            "Enough for calls between two and for everyday work.",
        ),
        Line { down, up, .. } if *down >= 0.5 && *up >= 0.2 => lang.t(
            "声だけの通話と、文字の仕事に足ります。",
            "Enough for calls with sound alone and for work with text.",
        ),
        Line { .. } => lang.t(
            "通話には足りません。レッスンを読むことはできます。",
            "Not enough for calls; lessons can be read.",
        ),
    }
}
