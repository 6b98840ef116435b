//! What a platform reads of a package: `imsmanifest.xml` of SCORM 1.2 and of SCORM 2004 4th edition, and `cmi5.xml`.

use super::{Form, Score};

/// What stands in a manifest.
pub struct About<'a> {
    /// Battery id.
    pub battery: &'a str,
    /// Name in the course.
    pub title: &'a str,
    /// Origin of the gateway: identifies an activity.
    pub gateway: &'a str,
    /// Whether a constant score is told.
    pub score: Score,
    /// Files besides the launch page.
    pub files: &'a [&'a str],
}

impl About<'_> {
    /// Name and text of the manifest.
    pub fn manifest(&self, form: Form) -> (&'static str, String) {
        match form {
            Form::Scorm12 => ("imsmanifest.xml", self.scorm(&SCORM_12)),
            Form::Scorm2004 => ("imsmanifest.xml", self.scorm(&SCORM_2004)),
            Form::Cmi5 => ("cmi5.xml", self.cmi5()),
        }
    }

    fn scorm(&self, edition: &Edition) -> String {
        let (id, title) = (format!("qinghe-{}", self.battery), escaped(self.title));
        let files: String =
            self.files.iter().map(|file| format!("      <file href=\"{file}\"/>\n")).collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest identifier=\"{id}\" version=\"1\"\n  {}>\n  <metadata>\n    \
             <schema>ADL SCORM</schema>\n    <schemaversion>{}</schemaversion>\n  </metadata>\n  <organizations default=\"course\">\n    \
             <organization identifier=\"course\">\n      <title>{title}</title>\n      <item identifier=\"item\" identifierref=\"page\">\n        \
             <title>{title}</title>\n{}      </item>\n{}    </organization>\n  </organizations>\n  <resources>\n    <resource identifier=\"page\" type=\"webcontent\" \
             adlcp:{}=\"sco\" href=\"index.html\">\n      <file href=\"index.html\"/>\n{files}    </resource>\n  </resources>\n</manifest>\n",
            edition.spaces, edition.version, edition.item, edition.organization, edition.kind
        )
    }

    fn cmi5(&self) -> String {
        let (title, id) =
            (escaped(self.title), escaped(&format!("{}/course/{}", self.gateway, self.battery)));
        let said = format!("<title><langstring lang=\"zh-Hans\">{title}</langstring></title>");
        let told = "<description><langstring lang=\"zh-Hans\">只记录“已结束”。</langstring></description>";
        // Where a score is wanted it is 1 for everybody, and stands in `passed`; what moves on is `completed` in both.
        let mastery = if self.score == Score::Done { " masteryScore=\"1\"" } else { "" };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<courseStructure xmlns=\"https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd\">\n  \
             <course id=\"{id}\">\n    {said}\n    {told}\n  </course>\n  <au id=\"{id}/au\" moveOn=\"Completed\"{mastery} launchMethod=\"AnyWindow\">\n    \
             {said}\n    {told}\n    <url>index.html</url>\n  </au>\n</courseStructure>\n"
        )
    }
}

/// Where the two editions differ.
struct Edition {
    spaces: &'static str,
    version: &'static str,
    kind: &'static str,
    item: &'static str,
    organization: &'static str,
}

const SCORM_12: Edition = Edition {
    spaces: "xmlns=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2\" xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\"",
    version: "1.2",
    kind: "scormtype",
    item: "",
    organization: "",
};

const SCORM_2004: Edition = Edition {
    spaces: "xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_v1p3\" \
             xmlns:imsss=\"http://www.imsglobal.org/xsd/imsss\"",
    version: "2004 4th Edition",
    kind: "scormType",
    // Completion is the page's word: no platform works it out from a score.
    item: "        <imsss:sequencing>\n          <imsss:deliveryControls completionSetByContent=\"true\" objectiveSetByContent=\"true\"/>\n        \
           </imsss:sequencing>\n",
    organization: "      <imsss:sequencing>\n        <imsss:controlMode choice=\"true\" flow=\"true\"/>\n      </imsss:sequencing>\n",
};

/// Text for XML and HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
