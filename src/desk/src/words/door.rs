//! The door: which centre, who, an invitation, the wait for the key.

use super::words;

words! {
    /// The texts of the door.
    Door:
    SchoolCentre: "学校心理中心", "School counselling centre";
    SecondCentre: "第二心理中心", "Second counselling centre";
    SecondHint: "例如区县的心理中心。同学担心的是学校里的老师时，消息会送到这里。",
        "For example the county's. Messages come here when a student worries about a member of the school's staff.";
    WhichCentre: "请选您所在的心理中心", "Please choose your centre";

    Name: "您的称呼", "Your name";
    NameHint: "和设置或者邀请时填的一样，例如“林老师”。", "As it was entered at set-up or in the invitation, for example “Ms Lin”.";
    NeedName: "请填您的称呼。", "Please enter your name.";
    WrongPair: "称呼和口令对不上。大小写和空格都算，请再看看，您输入的还在。",
        "Name and passphrase do not belong together. Capitals and spaces count; what you typed is still there.";
    Disabled: "这个称呼已经停用了。需要的话，请让负责人再邀请一次。", "This name has been closed. If you need it, please ask the lead for a new invitation.";

    Invited: "我有邀请码", "I have an invitation code";
    HaveName: "我已经有口令了", "I already have a passphrase";
    JoinTitle: "欢迎加入心理中心", "Welcome to the centre";
    JoinLead: "您的钥匙现在就在这个浏览器里做，并且用您自己的口令锁住。口令只有您知道，同事和网管都看不到。",
        "Your own key is made here in your browser and locked with your own passphrase. Neither colleagues nor the administrator can see it.";
    JoinCode: "邀请码", "Invitation code";
    JoinCodeHint: "负责人给您的那一串，24 小时内有效，只能用一次。", "The lead gave it to you. It is valid for 24 hours and works once.";
    NeedJoinCode: "请填邀请码。", "Please enter the invitation code.";
    WrongJoinCode: "邀请码不对，或者已经过期、已经用过。请向负责人再要一个，您填的都还在。",
        "This code is wrong, too old or used. Please ask the lead for a new one; what you typed is still there.";
    JoinButton: "加入", "Join";
    Keep: "请记牢口令，最好写在纸上，锁进抽屉。忘了口令，您自己的钥匙就找不回来了，需要负责人重新邀请您。",
        "Please keep the passphrase safe, best on paper in a locked drawer. If it is forgotten, your own key is gone and the lead has to invite you again.";

    WaitTitle: "{name}，还差一步", "{name}, one step to go";
    WaitLead: "请打电话或当面把下面的核对码告诉负责人。对方看到一样的，就会把心理中心的钥匙交给您，这一页会自己往下走。",
        "Please tell the lead this check code by telephone or in person. If theirs is the same, they hand you the centre's key and this page goes on by itself.";
    WaitHead: "您是值班领导：有紧急消息没有人处理时会提醒您，但是您看不到内容。", "As head of duty you are told when an urgent message waits too long, but you see no content.";
    CheckCode: "核对码", "Check code";
    CheckWhy: "核对码对得上，才说明中间没有人换掉您的钥匙。", "Only equal codes show that nobody exchanged your key on the way.";
    StillWaiting: "还在等负责人交钥匙…", "Waiting for the lead to hand over the key…";

    Moved: "工作台升级了：您现在有了自己的钥匙，口令不变，以前的消息都在。您的称呼是“{name}”。",
        "The desk was renewed: you now have a key of your own. Your passphrase stays, and so does every message. Your name here is “{name}”.";
}
