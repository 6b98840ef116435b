//! The staff of a centre.

use super::words;

words! {
    /// The texts of the staff page.
    Team:
    Title: "同事", "Staff";
    Lead: "每位老师有自己的口令和钥匙。谁看过、谁处理的，都会记下名字。", "Everybody has an own passphrase and an own key. Whoever sees or does something is recorded by name.";
    You: "您", "you";
    RoleLead: "负责人", "Lead";
    RoleCounsellor: "心理老师", "Counsellor";
    RoleHead: "值班领导", "Head of duty";
    RoleUnknown: "其他", "Other";
    Granted: "可以打开消息", "Can open messages";
    NotGranted: "还没有拿到钥匙", "Has no key yet";
    HeadState: "只收提醒，看不到内容", "Is told, sees no content";
    Closed: "已停用", "Closed";
    Joined: "{time} 加入", "joined {time}";

    Grant: "把钥匙交给{name}", "Hand the key to {name}";
    GrantLead: "请打电话或当面问{name}，对方屏幕上的核对码是不是和这里一样。", "Ask {name} by telephone or in person whether the code on their screen is the same as this one.";
    GrantTick: "核对过了，一样", "I compared them: the same";
    GrantButton: "交出钥匙", "Hand over the key";
    GrantDone: "{name}现在可以打开消息了。", "{name} can open messages now.";
    NeedTick: "请先核对，再勾选。", "Please compare first, then tick.";

    Invite: "邀请一位同事", "Invite a colleague";
    InviteName: "怎么称呼", "Name";
    InviteNameHint: "例如“林老师”。对方以后用它来登录。", "For example “Ms Lin”. They will sign in with it.";
    InviteRole: "做什么", "Role";
    HintLead: "管同事、值班表和钥匙，也能打开消息", "Looks after staff, roster and keys, and opens messages";
    HintCounsellor: "打开消息，和同学谈，记下结果", "Opens messages, talks with students, records what became of it";
    HintHead: "紧急消息太久没有人处理时收到提醒；看不到内容", "Is told when an urgent message waits too long; sees no content";
    InviteButton: "生成邀请码", "Make a code";
    InviteCode: "{name}的邀请码", "Code for {name}";
    InviteValid: "请当面或打电话告诉对方。24 小时内有效，只能用一次；离开这一页就不再显示。",
        "Please pass it on in person or by telephone. Valid for 24 hours, works once; it is not shown again after you leave.";
    NameTaken: "这个称呼已经有人用了，请加一个字分开。", "Somebody has this name already; please make it different.";

    Disable: "停用", "Close";
    DisableTitle: "停用{name}？", "Close {name}?";
    DisableLead: "{name}会马上退出，再也进不来。接着要换一把新钥匙，这样以后的消息对方也打不开。已经记下的都还在。",
        "{name} is signed out at once and cannot come back. A new key follows, so that later messages stay closed to them. Everything recorded stays.";
    DisableButton: "停用，并且换钥匙", "Close, and change the key";
    Disabled: "{name}已停用，钥匙已经换好。", "{name} is closed and the key is changed.";
    DisabledOnly: "{name}已停用，可是钥匙还没有换成。请现在就换一次。", "{name} is closed, but the key is not changed yet. Please change it now.";

    Rotate: "换一把新钥匙", "Change the centre's key";
    RotateLead: "以后的消息用新钥匙封。旧钥匙留着打开以前的消息；还在路上的，90 天内照样收。",
        "Later messages are sealed to the new key. The old one still opens what is there, and what is on its way is taken for 90 days.";
    RotateWho: "新钥匙会交给下面几位。请看一看，有没有您不认识的；核对码不变。", "The new key goes to these colleagues. Please look whether you know all of them; their check codes stay the same.";
    RotateTick: "这几位我都认识", "I know all of them";
    RotateButton: "换钥匙", "Change the key";
    Rotated: "钥匙换好了。", "The key is changed.";

    Passphrase: "换自己的口令", "Change your passphrase";
    OldPassphrase: "现在的口令", "Present passphrase";
    NewPassphrase: "新口令", "New passphrase";
    PassphraseButton: "换口令", "Change it";
    PassphraseDone: "口令换好了，下次请用新的。", "Changed. Please use the new one from now on.";

    Working: "正在处理，请稍等几秒…", "One moment, a few seconds…";
    Failed: "没有办成，请再试一次；一直不行的话，请学校网管看一下。", "That did not work. Please try again, and ask your administrator if it stays like this.";
    NotAllowed: "这一步只有负责人可以做。", "Only the lead can do this.";
    NotNow: "先不做", "Not now";
    MembersChanged: "同事名单刚刚有变化，请再试一次。", "The list of colleagues has just changed; please try again.";
    Audit: "操作记录", "What was done";
    AuditLead: "谁在什么时候做了什么，只能增加，不能改。", "Who did what and when. It can only grow.";
    AuditShow: "显示操作记录", "Show what was done";
    Loading: "正在打开…", "Opening…";
}
