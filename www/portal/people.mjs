// Fictional people of a fictional school. `age` in whole years; a real portal computes it from a birth date
// that never leaves it.
export const SCHOOL = { name: "青山湖实验学校", code: "qsh-shiyan" };

export const PEOPLE = [
  { id: "student-15", role: "student", name: "江一帆", age: 15, grade: "9", class: "9-2", number: "20230915" },
  { id: "student-13", role: "student", name: "林小禾", age: 13, grade: "7", class: "7-1", number: "20250713", consent: true },
  { id: "student-13-no-consent", role: "student", name: "周可心", age: 13, grade: "7", class: "7-1", number: "20250727" },
  { id: "student-16", role: "student", name: "罗安", age: 16, grade: "10", class: "10-4", number: "20221031" },
  { id: "student-11", role: "student", name: "苏小满", age: 11, grade: "5", class: "5-3", number: "20270506", consent: true },
  { id: "parent", role: "parent", name: "周妈妈", child: "student-13-no-consent" },
  { id: "parent-2", role: "parent", name: "周爸爸", child: "student-13-no-consent" },
  { id: "parent-15", role: "parent", name: "江妈妈", child: "student-15" },
  { id: "teacher", role: "teacher", name: "何老师", title: "七年级 1 班班主任", class: "7-1" },
  { id: "counsellor", role: "counsellor", name: "沈老师", title: "心理老师" },
];

export const person = (id) => PEOPLE.find((one) => one.id === id);
export const students = () => PEOPLE.filter((one) => one.role === "student");
