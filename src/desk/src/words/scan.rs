//! A message that a student carries by hand.

use super::words;

words! {
    /// The texts of the scan page.
    Scan:
    Title: "扫码", "Scan";
    Lead: "没有网络的时候，同学的屏幕上会有一个二维码。扫一下就能马上打开；存下以后，等网络通了也不会重复。家长纸质同意书上的码也在这里扫。",
        "Without a network the student's screen shows a code. Scanning opens it at once; when the network is back it will not come twice. The code on a guardian's paper slip is scanned here too.";
    CameraOn: "打开摄像头", "Use the camera";
    CameraOff: "关掉摄像头", "Stop the camera";
    CameraLook: "请把二维码放进画面里。", "Please hold the code into the picture.";
    CameraRefused: "摄像头没有打开。可以在浏览器里允许使用摄像头，或者选一张照片。", "The camera did not open. You can allow it in the browser, or choose a picture.";
    Picture: "选一张照片", "Choose a picture";
    PictureNone: "照片里没有找到二维码。请让二维码占满画面，再拍一张。", "No code was found in the picture. Please take another with the code filling it.";
    PictureBroken: "这个文件打不开，请选一张 PNG 或 JPEG 照片。", "This file does not open; please choose a PNG or JPEG picture.";
    Paste: "或者粘贴 QH1: 开头的文字", "Or paste the text that begins with QH1:";
    PasteButton: "打开", "Open";
    NotOurs: "这不是青禾的二维码。", "This is not a code of Qinghe.";
    Damaged: "文字不完整，或者有几个字不对。请再扫一次。", "The text is incomplete or was changed. Please scan again.";
    NewVersion: "这个二维码是更新的版本做的，请让网管更新工作台。", "This code was made by a newer version; please have the desk updated.";
    OtherKey: "它是给另一个心理中心的，或者用了您没有的钥匙，这里打不开。请先陪着这位同学。", "It is meant for another centre, or for a key you do not have. Please stay with the student.";
    Broken: "二维码读出来了，可是内容打不开。请先陪着这位同学，再请网管看一看。", "The code was read but its content does not open. Please stay with the student, then ask your administrator.";
    Opened: "打开了", "Opened";
    Stored: "已经存到心理中心，和网上来的消息放在一起。", "Stored at the centre, together with what comes over the network.";
    Storing: "正在存…", "Storing…";
    NotStored: "还没有存上；连上服务器以后会自己再存，请不要关掉这一页。", "Not stored yet; it is sent again once the server answers. Please keep this page open.";
    Refused: "服务器没有收下。内容在这里看得到，请先记在纸上。", "The server did not take it. You can read it here; please note it on paper.";
    WhoIsIt: "二维码里没有姓名，请当面问这位同学怎么称呼。", "The code holds no name; please ask the student.";
    Another: "再扫一个", "Scan another";
    ToMessages: "去看消息", "Go to the messages";
}
