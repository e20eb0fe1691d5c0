/** The words of the sign-in page. */
const texts = {
  vi: {
    title: 'Mô phỏng VNeID – không phải hệ thống thật',
    lead: 'Trang này thay cho VNeID khi phát triển và trình diễn. Mọi công dân dưới đây đều là nhân vật hư cấu.',
    who: 'Đăng nhập với tư cách',
    level: 'Mức độ xác thực',
    levels: [
      'Mức 1: một yếu tố',
      'Mức 2: hai yếu tố',
      'Mức 3: hai yếu tố trở lên, có sinh trắc học',
      'Mức 4: sinh trắc học và thiết bị sở hữu',
    ],
    law: 'Theo Nghị định 69/2024/NĐ-CP. Không chọn được mức cao hơn mức của tài khoản.',
    personalId: 'Số định danh cá nhân',
    upTo: 'mức cao nhất',
    enter: 'Đăng nhập',
    cancel: 'Hủy và quay lại',
    languages: 'Ngôn ngữ',
    problem: 'Có lỗi cần sửa',
    noCitizen: 'Hãy chọn một công dân.',
    noLevel: 'Hãy chọn mức độ xác thực.',
    tooHigh: 'Tài khoản này không có mức độ xác thực đã chọn. Hãy chọn mức thấp hơn.',
  },
  en: {
    title: 'VNeID stand-in – not the real system',
    lead: 'This page takes the place of VNeID in development and demonstrations. Every citizen below is invented.',
    who: 'Sign in as',
    level: 'Authentication level',
    levels: [
      'Level 1: one factor',
      'Level 2: two factors',
      'Level 3: two factors or more, one biometric',
      'Level 4: a biometric and a device owned',
    ],
    law: 'By Decree 69/2024/NĐ-CP. A level above that of the account cannot be chosen.',
    personalId: 'Personal identification number',
    upTo: 'highest level',
    enter: 'Sign in',
    cancel: 'Cancel and go back',
    languages: 'Language',
    problem: 'There is a problem',
    noCitizen: 'Choose a citizen.',
    noLevel: 'Choose the authentication level.',
    tooHigh: 'This account does not reach the chosen level. Choose a lower one.',
  },
  ar: {
    title: 'محاكاة VNeID – ليس النظام الحقيقي',
    lead: 'تحلّ هذه الصفحة محل VNeID أثناء التطوير والعرض. جميع المواطنين أدناه شخصيات خيالية.',
    who: 'تسجيل الدخول بصفة',
    level: 'مستوى التحقق',
    levels: [
      'المستوى 1: عامل واحد',
      'المستوى 2: عاملان',
      'المستوى 3: عاملان أو أكثر، أحدها حيوي',
      'المستوى 4: عامل حيوي وجهاز مملوك',
    ],
    law: 'وفق المرسوم \u206669/2024/NĐ-CP\u2069. لا يمكن اختيار مستوى أعلى من مستوى الحساب.',
    personalId: 'رقم التعريف الشخصي',
    upTo: 'أعلى مستوى',
    enter: 'تسجيل الدخول',
    cancel: 'إلغاء والعودة',
    languages: 'اللغة',
    problem: 'توجد مشكلة',
    noCitizen: 'اختر مواطنًا.',
    noLevel: 'اختر مستوى التحقق.',
    tooHigh: 'لا يصل هذا الحساب إلى المستوى المختار. اختر مستوى أدنى.',
  },
};

export const languages = [['vi', 'Tiếng Việt'], ['en', 'English'], ['ar', 'العربية']];

export const textsIn = (language) => texts[language];

/** The first language we speak of a list such as `en-GB vi`; Vietnamese otherwise. */
export const languageOf = (locales) =>
  (locales ?? '').split(/[\s,]+/).map((l) => l.split('-')[0]).find((l) => Object.hasOwn(texts, l)) ?? 'vi';
