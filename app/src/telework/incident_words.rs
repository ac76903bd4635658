//! The words of incidents: what happened, and what to do at once. They blame nobody.

use domain::{Lang, telework::IncidentKind};

/// What happened.
pub(super) fn kind(lang: Lang, kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::LostDevice => lang.t(
            "機器や書類をなくした・盗まれた",
            "A device or papers were lost or stolen",
        ),
        IncidentKind::WrongRecipient => lang.t(
            "メールやファイルを、ちがう相手に送った",
            "Something went to the wrong person",
        ),
        IncidentKind::SuspiciousMail => lang.t(
            "あやしいメールが来た・開いた",
            "A suspicious mail came or was opened",
        ),
        IncidentKind::Injury => lang.t("けがをした・体の調子が悪い", "Somebody is hurt or unwell"),
        IncidentKind::Other => lang.t("ほかのこと", "Something else"),
    }
}

/// What to do now, step by step.
pub(super) fn now(lang: Lang, kind: IncidentKind) -> Vec<&'static str> {
    match kind {
        IncidentKind::LostDevice => vec![
            lang.t(
                "最後に持っていた場所と時間を思い出し、店、駅、バスの会社に電話で聞きます。",
                "Recall where and when you had it last; call the shop, the station or the bus company.",
            ),
            lang.t(
                "盗まれたときや見つからないときは、警察（#9110 か交番）に届けます。スマートフォンは、電話の会社に止めてもらいます。",
                "If it was stolen or is not found, tell the police (#9110 or the police box). Let the phone company block a phone.",
            ),
            lang.t(
                "ほかの機械から、使っていたサービスのパスワードを変えます。この教室からは「自分の設定」で、すべてサインアウトできます。",
                "From another device, change the passwords of what you used. Here you can sign out everywhere under “My settings”.",
            ),
            lang.t(
                "自分で取りもどしに行かないでください。コーディネーターが、会社への連絡をいっしょに考えます。",
                "Do not go and fetch it back alone. The coordinator thinks with you about telling the company.",
            ),
        ],
        IncidentKind::WrongRecipient => vec![
            lang.t(
                "送ったものを消したり、書きかえたりしないで、そのまま残します。",
                "Leave what you sent as it is; neither delete nor change it.",
            ),
            lang.t(
                "取り消せるサービスなら、すぐに取り消します。共有したファイルは、共有をやめます。",
                "Take it back at once where the service can; stop sharing a shared file.",
            ),
            lang.t(
                "相手への連絡は、コーディネーターと相談してからにします。",
                "Talk with the coordinator before you write to whoever received it.",
            ),
            lang.t(
                "いつ、だれに、何を送ったかを、下に書いてください。",
                "Write below what you sent, to whom, and when.",
            ),
        ],
        IncidentKind::SuspiciousMail => vec![
            lang.t(
                "リンクや添付は、開きません。もう開いたときは、Wi-Fiを切るか、LANケーブルを抜きます。電源は切りません。",
                "Open neither link nor attachment. If you have, turn the Wi-Fi off or pull the cable out; leave the computer on.",
            ),
            lang.t(
                "パスワードやカードの番号を入れたときは、ほかの機械からパスワードを変え、カードの会社に電話します。",
                "If you entered a password or card number, change the password from another device and call the card company.",
            ),
            lang.t(
                "画面に出た電話番号には、かけません。",
                "Do not call a number that the screen shows.",
            ),
            lang.t(
                "メールは消さないで、残しておきます。だれから、どんな件名かを、下に書いてください。",
                "Keep the mail. Write below whom it came from, and its subject.",
            ),
        ],
        IncidentKind::Injury => vec![
            lang.t(
                "命にかかわるとき、迷うときは、すぐに 119 に電話します。",
                "In danger, or in doubt, call 119 at once.",
            ),
            lang.t(
                "仕事をやめて、楽な姿勢で休みます。一人のときは、家族や近くの人を呼びます。",
                "Stop working and rest. If you are alone, call family or somebody near.",
            ),
            lang.t(
                "仕事中のけがは、家でも労災の保険が使えることがあります。病院で「仕事中のけがです」と伝えます。",
                "An injury at work may be covered by workers' insurance, at home too. Say at the hospital that it happened at work.",
            ),
            lang.t(
                "落ち着いたら、いつ、どこで、何をしていたかを、下に書いてください。",
                "When you feel better, write below when, where and at what it happened.",
            ),
        ],
        IncidentKind::Other => vec![
            lang.t(
                "あわてなくて、だいじょうぶです。いまの画面や物を、そのまま残します。",
                "Take your time. Leave the screen and things as they are.",
            ),
            lang.t(
                "何があったかを、下に短く書いてください。コーディネーターが連絡します。",
                "Write below in a few words what happened. The coordinator gets in touch.",
            ),
        ],
    }
}
