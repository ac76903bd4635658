//! Texts that people agree to: in versions, of which each keeps its wording for ever.

crate::coded_enum! {
    /// What a text is about.
    pub enum TextKind {
        /// Borrowing a kit.
        Loan = "loan",
        /// Handling information carefully at home.
        Pledge = "pledge",
    }
}

crate::coded_enum! {
    /// How somebody agreed to the terms of a loan.
    pub enum Agreed {
        /// Signed in, on the page of the loan.
        Own = "own",
        /// On the classroom's device, by writing the name.
        Here = "here",
        /// On the printed paper.
        Paper = "paper",
    }
}

/// The number of the text that comes with the program. A classroom's own ones follow.
pub const FIRST_VERSION: i32 = 1;

impl TextKind {
    /// The text that comes with the program, in Japanese and in English. A classroom may write its own.
    pub const fn first(self) -> (&'static str, &'static str) {
        match self {
            TextKind::Loan => (LOAN_JA, LOAN_EN),
            TextKind::Pledge => (PLEDGE_JA, PLEDGE_EN),
        }
    }
}

const LOAN_JA: &str = "\
1. 借りた物は、学ぶためと、仕事のために、自分で使います。ほかの人には貸しません。
2. 水やほこり、落とすことに気をつけて、ていねいに使います。
3. こわれたとき、なくしたとき、盗まれたときは、すぐに教室に知らせます。早く知らせるほど、よい手当てができます。知らせたことで、責められることはありません。
4. 自分の使い方で直せないほど傷めたときの費用は、教室と話し合って決めます。
5. 教室が入れたソフトを消したり、守りの設定を止めたりしません。
6. 返す日までに、付いている物をすべてそろえて返します。長く使いたいときは、返す日の前に相談します。
7. 返す前に、自分の書類や写真を自分で移します。教室は、返ってきた機器の中身を消します。";

const LOAN_EN: &str = "\
1. I use what I borrow myself, for learning and for work, and lend it to nobody else.
2. I handle it with care: away from water and dust, and without dropping it.
3. When it breaks, is lost or is stolen, I tell the classroom at once. The earlier it is known, the more can be done. Nobody is blamed for telling.
4. Should I damage it beyond repair, the classroom and I talk about the cost together.
5. I neither remove the programs that the classroom installed nor turn off its protection.
6. I bring it back by the agreed day with everything that belongs to it. If I need it longer, I ask before that day.
7. Before I bring it back, I move my own documents and pictures elsewhere. The classroom erases what is left on it.";

const PLEDGE_JA: &str = "\
1. 仕事や教室で知った人の情報や、会社の情報は、仕事のためだけに使い、家族にも友だちにも話しません。
2. パスワードは人に教えず、使い回しません。席をはなれるときは、画面をロックします。
3. 仕事の画面や書類が、家族やまわりの人に見えない場所で働きます。
4. 仕事のデータは、決められた場所だけに置きます。自分のUSBメモリーや、自分のメールには移しません。
5. 店や駅などの、だれでも使えるWi-Fiで仕事をしません。
6. パソコンとソフトの更新を止めません。
7. 知らない相手からのメールの、リンクや添付は開きません。迷ったら、開く前に聞きます。
8. 紙の書類は、鍵のかかる所にしまい、いらなくなったら細かく切って捨てます。
9. なくした、送る相手をまちがえた、あやしいものを開いた。そう気づいたら、すぐに知らせます。早く知らせるほど、みんなが助かります。知らせたことで、責められることはありません。";

const PLEDGE_EN: &str = "\
1. What I learn about people and companies through work or the classroom I use for the work alone, and tell neither family nor friends.
2. I tell nobody my passwords and use each in one place only. I lock the screen when I leave my seat.
3. I work where neither family nor others can see the screen or the papers.
4. I keep data of the work only where it was agreed, and copy it neither to a USB stick of my own nor to my own mail.
5. I do not work over a Wi-Fi that anybody can use, as in shops and stations.
6. I let the computer and its programs keep themselves up to date.
7. I open neither links nor attachments of mails from people I do not know. When in doubt, I ask before I open them.
8. I keep papers where they can be locked away, and shred them when they are no longer needed.
9. When I notice that something was lost, was sent to the wrong person, or that I opened something suspicious, I tell at once. The earlier it is known, the better for everybody. Nobody is blamed for telling.";
